// SPDX-License-Identifier: MIT

@testable import SRTP
import Testing

@testable import DTLS

/// Against the openssl command over real sockets: the keying material is what it prints, and a line goes each way.
@Suite("DTLS with the openssl command", .serialized)
struct OpenSSLInteropTests {
    private static let common = [
        "-dtls1_2", "-cert", "cert.pem", "-key", "key.pem", "-keymatexport", "EXTRACTOR-dtls_srtp",
    ]

    @Test(
        "as server",
        arguments: [
            (SRTPProfile.aeadAES128GCM, "SRTP_AEAD_AES_128_GCM"), (.aeadAES256GCM, "SRTP_AEAD_AES_256_GCM"),
            (.aes128CounterModeHMACSHA1With80BitTag, "SRTP_AES128_CM_SHA1_80"),
        ]
    )
    func server(_ profile: SRTPProfile, _ name: String) throws {
        let command = try OpenSSLCommand()
        let socket = try UDPSocket()
        let length = String(2 * (profile.keySize + profile.saltSize))
        let target = ["s_client", "-connect", "127.0.0.1:\(socket.port)", "-use_srtp", name]
        try command.start(target + Self.common + ["-keymatexportlen", length])
        let printed = try talk(.server, command, socket, profile)
        #expect(printed.contains("from us"))
    }

    @Test("as server, of a client with an RSA certificate")
    func serverOfRSA() throws {
        let command = try OpenSSLCommand(key: .rsa2048)
        let socket = try UDPSocket()
        let target = ["s_client", "-connect", "127.0.0.1:\(socket.port)", "-use_srtp", "SRTP_AEAD_AES_128_GCM"]
        try command.start(target + Self.common + ["-keymatexportlen", "56"])
        let printed = try talk(.server, command, socket, .aeadAES128GCM)
        #expect(printed.contains("from us"))
    }

    @Test("as client", arguments: [OpenSSLCommand.Key.p256, .rsa2048])
    func client(_ key: OpenSSLCommand.Key) throws {
        let command = try OpenSSLCommand(key: key)
        let socket = try UDPSocket()
        try startServer(command, socket)
        let printed = try talk(.client, command, socket, .aes128CounterModeHMACSHA1With80BitTag)
        #expect(printed.contains("from us"))
    }

    @Test("as client, a server with an RSA key of 1024 bits is refused before there are keys")
    func shortRSA() throws {
        let command = try OpenSSLCommand(key: .rsa1024)
        let socket = try UDPSocket()
        try startServer(command, socket, options: ["-cipher", "DEFAULT@SECLEVEL=1"])
        let connection = try DTLSConnection(
            identity: Pair.identity.get(),
            role: .client,
            fingerprints: [command.fingerprint]
        )
        #expect(Self.firstEvent(of: connection, socket) == .failed(.alertSent(42)), "bad_certificate")
        _ = try command.end()
    }

    @Test("as server, a client with an RSA key of 1024 bits is refused before there are keys")
    func serverOfShortRSA() throws {
        let command = try OpenSSLCommand(key: .rsa1024)
        let socket = try UDPSocket()
        let target = ["s_client", "-connect", "127.0.0.1:\(socket.port)", "-use_srtp", "SRTP_AEAD_AES_128_GCM"]
        try command.start(target + ["-cipher", "DEFAULT@SECLEVEL=1"] + Self.common + ["-keymatexportlen", "56"])
        let connection = try DTLSConnection(
            identity: Pair.identity.get(),
            role: .server,
            fingerprints: [command.fingerprint]
        )
        #expect(Self.firstEvent(of: connection, socket) == .failed(.alertSent(42)), "bad_certificate")
        _ = try command.end()
    }

    /// Starts the command as a server on a free port, to which the socket then sends.
    private func startServer(_ command: OpenSSLCommand, _ socket: UDPSocket, options: [String] = []) throws {
        let port = try UDPSocket().port
        socket.setPeer(port: port)
        let target = [
            "s_server", "-accept", "127.0.0.1:\(port)", "-naccept", "1", "-Verify", "1", "-use_srtp",
            "SRTP_AES128_CM_SHA1_80",
        ]
        try command.start(target + options + Self.common + ["-keymatexportlen", "60"])
    }

    /// What a connection tells first; nil if it tells nothing.
    private static func firstEvent(of connection: DTLSConnection, _ socket: UDPSocket) -> DTLSEvent? {
        let clock = ContinuousClock()
        let start = clock.now
        connection.start(now: .zero)
        while start.duration(to: clock.now) < .seconds(20) {
            let now = start.duration(to: clock.now)
            connection.handleTimeout(now: now)
            while let datagram = connection.nextDatagram() { socket.send(datagram) }
            if let datagram = socket.receive() { connection.receive(datagram, now: now) }
            if let event = connection.nextEvent() {
                while let datagram = connection.nextDatagram() { socket.send(datagram) }
                return event
            }
        }
        return nil
    }

    /// Connects, checks the keys, and exchanges a line; returns what the command has printed.
    private func talk(
        _ role: DTLSRole,
        _ command: OpenSSLCommand,
        _ socket: UDPSocket,
        _ profile: SRTPProfile
    ) throws -> String {
        let connection = try DTLSConnection(
            identity: Pair.identity.get(),
            role: role,
            fingerprints: [command.fingerprint]
        )
        let clock = ContinuousClock()
        let start = clock.now
        var material: SRTPKeyingMaterial?
        var received: [UInt8] = []
        var failure: DTLSFailure?
        connection.start(now: .zero)
        while received.isEmpty, failure == nil {
            let now = start.duration(to: clock.now)
            connection.handleTimeout(now: now)
            while let datagram = connection.nextDatagram() { socket.send(datagram) }
            if let datagram = socket.receive() { connection.receive(datagram, now: now) }
            while let event = connection.nextEvent() {
                switch event {
                case .connected(let keys):
                    material = keys
                    try connection.send(Array("from us\n".utf8))
                    try command.type("from openssl")
                case .data(let bytes): received += bytes
                case .failed(let reason): failure = reason
                case .closed: break
                }
            }
            if now > .seconds(20) { break }
        }
        connection.close()
        while let datagram = connection.nextDatagram() { socket.send(datagram) }
        // The command leaves by itself when it is told of the close, after it has printed the line.
        let printed = try command.end()
        #expect(failure == nil)
        #expect(received == Array("from openssl\n".utf8))
        #expect(material?.profile == profile)
        let keys = try #require(material)
        let (client, server) = role == .client ? (keys.local, keys.remote) : (keys.remote, keys.local)
        let expected = client.key + server.key + client.salt + server.salt
        #expect(
            printed.contains(
                expected.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined().uppercased()
            )
        )
        return printed
    }
}

extension SRTPMasterKey {
    fileprivate var key: [UInt8] { Array(bytes.prefix(profile.keySize)) }
    fileprivate var salt: [UInt8] { Array(bytes.suffix(profile.saltSize)) }
}
