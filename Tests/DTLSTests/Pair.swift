// SPDX-License-Identifier: MIT

import SRTP
import Testing

@testable import DTLS

/// A client and a server with a network between them that tests can meddle with.
final class Pair {
    let client: DTLSConnection
    let server: DTLSConnection
    var clientEvents: [DTLSEvent] = []
    var serverEvents: [DTLSEvent] = []
    var now = Duration.seconds(100)

    static let identity = Result { try DTLSIdentity() }
    static let otherIdentity = Result { try DTLSIdentity() }

    init(
        clientExpects: [CertificateFingerprint]? = nil,
        serverExpects: [CertificateFingerprint]? = nil,
        clientProfiles: [SRTPProfile] = [.aeadAES128GCM, .aeadAES256GCM, .aes128CounterModeHMACSHA1With80BitTag],
        serverProfiles: [SRTPProfile] = [.aeadAES128GCM, .aeadAES256GCM, .aes128CounterModeHMACSHA1With80BitTag],
        firstRetransmission: Duration = DTLSConnection.firstRetransmission
    ) throws {
        let ours = try Self.identity.get()
        let theirs = try Self.otherIdentity.get()
        client = try DTLSConnection(
            identity: ours,
            role: .client,
            fingerprints: clientExpects ?? [theirs.fingerprint],
            profiles: clientProfiles,
            firstRetransmission: firstRetransmission
        )
        server = try DTLSConnection(
            identity: theirs,
            role: .server,
            fingerprints: serverExpects ?? [ours.fingerprint],
            profiles: serverProfiles,
            firstRetransmission: firstRetransmission
        )
    }

    func start() {
        server.start(now: now)
        client.start(now: now)
    }

    /// Carries what is queued until nothing is; `meddle` may change, drop or multiply each datagram.
    func exchange(meddle: (_ datagram: [UInt8], _ toServer: Bool) -> [[UInt8]] = { datagram, _ in [datagram] }) {
        var isIdle = false
        while !isIdle {
            isIdle = true
            while let datagram = client.nextDatagram() {
                isIdle = false
                for piece in meddle(datagram, true) { server.receive(piece, now: now) }
            }
            while let datagram = server.nextDatagram() {
                isIdle = false
                for piece in meddle(datagram, false) { client.receive(piece, now: now) }
            }
        }
        collectEvents()
    }

    func collectEvents() {
        while let event = client.nextEvent() { clientEvents.append(event) }
        while let event = server.nextEvent() { serverEvents.append(event) }
    }

    var clientMaterial: SRTPKeyingMaterial? { Self.material(clientEvents) }
    var serverMaterial: SRTPKeyingMaterial? { Self.material(serverEvents) }

    private static func material(_ events: [DTLSEvent]) -> SRTPKeyingMaterial? {
        guard case .connected(let material)? = events.first else { return nil }
        return material
    }

    /// Both sides are connected, with the same keys, and records go both ways.
    func expectConnected(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let client = try #require(clientMaterial, sourceLocation: sourceLocation)
        let server = try #require(serverMaterial, sourceLocation: sourceLocation)
        #expect(client.local == server.remote && client.remote == server.local, sourceLocation: sourceLocation)
        #expect(client.local != client.remote, sourceLocation: sourceLocation)
        try expectRecordsFlow(sourceLocation: sourceLocation)
    }

    func expectRecordsFlow(sourceLocation: SourceLocation = #_sourceLocation) throws {
        clientEvents = []
        serverEvents = []
        for count in [1, 300, DTLSConnection.maximumRecordSize] {
            try client.send([UInt8](repeating: 1, count: count))
            try server.send([UInt8](repeating: 2, count: count))
            exchange()
            let last: [[UInt8]] = [.init(repeating: 1, count: count), .init(repeating: 2, count: count)]
            #expect(serverEvents.last == .data(last[0]), sourceLocation: sourceLocation)
            #expect(clientEvents.last == .data(last[1]), sourceLocation: sourceLocation)
        }
    }
}
