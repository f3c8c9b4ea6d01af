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

    @Test("as client")
    func client() throws {
        let command = try OpenSSLCommand()
        let socket = try UDPSocket()
        let port = try UDPSocket().port
        socket.setPeer(port: port)
        let profile = SRTPProfile.aes128CounterModeHMACSHA1With80BitTag
        let target = [
            "s_server", "-accept", "127.0.0.1:\(port)", "-naccept", "1", "-Verify", "1", "-use_srtp",
            "SRTP_AES128_CM_SHA1_80",
        ]
        try command.start(target + Self.common + ["-keymatexportlen", "60"])
        let printed = try talk(.client, command, socket, profile)
        #expect(printed.contains("from us"))
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
