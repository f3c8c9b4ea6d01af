// SPDX-License-Identifier: MIT

import SRTP
import Testing

@testable import DTLS

@Suite("DTLS handshakes")
struct HandshakeTests {
    @Test("both sides come to the same keys, and records flow")
    func connects() throws {
        let pair = try Pair()
        pair.start()
        var longest = 0
        pair.exchange { datagram, _ in
            longest = max(longest, datagram.count)
            return [datagram]
        }
        try pair.expectConnected()
        #expect(longest <= DTLSConnection.mtu)
        #expect(pair.client.nextTimeout == nil && pair.server.nextTimeout == nil)
        #expect(pair.clientEvents.count == 3, "one event for each record")
    }

    @Test("a server that was not started starts with the first datagram")
    func serverStartsByItself() throws {
        let pair = try Pair()
        pair.client.start(now: pair.now)
        pair.exchange()
        try pair.expectConnected()
    }

    @Test("each profile can be agreed on, and its keys have its lengths", arguments: SRTPProfile.allCases)
    func profile(_ profile: SRTPProfile) throws {
        let pair = try Pair(serverProfiles: [profile])
        pair.start()
        pair.exchange()
        #expect(pair.clientMaterial?.profile == profile)
        #expect(pair.serverMaterial?.profile == profile)
        try pair.expectConnected()
    }

    @Test("the server's preference decides")
    func preference() throws {
        let pair = try Pair(
            clientProfiles: [.aes128CounterModeHMACSHA1With80BitTag, .aeadAES256GCM],
            serverProfiles: [.aeadAES128GCM, .aeadAES256GCM, .aes128CounterModeHMACSHA1With80BitTag]
        )
        pair.start()
        pair.exchange()
        #expect(pair.clientMaterial?.profile == .aeadAES256GCM)
    }

    @Test("without a common profile both sides fail")
    func noProfile() throws {
        let pair = try Pair(clientProfiles: [.aeadAES128GCM], serverProfiles: [.aeadAES256GCM])
        pair.start()
        pair.exchange()
        #expect(pair.clientEvents == [.failed(.noSRTPProfile)])
        #expect(pair.serverEvents == [.failed(.noSRTPProfile)])
    }

    @Test("several records in one datagram are told one by one")
    func coalesced() throws {
        let pair = try Pair()
        pair.start()
        pair.exchange()
        pair.clientEvents = []
        for byte in UInt8(1)...5 { try pair.server.send([byte]) }
        var joined: [UInt8] = []
        while let datagram = pair.server.nextDatagram() { joined += datagram }
        pair.client.receive(joined, now: pair.now)
        pair.collectEvents()
        #expect(pair.clientEvents == (UInt8(1)...5).map { .data([$0]) })
    }

    @Test("a record that comes twice is told once, and order does not matter")
    func replayedRecords() throws {
        let pair = try Pair()
        pair.start()
        pair.exchange()
        pair.clientEvents = []
        for byte in UInt8(1)...3 { try pair.server.send([byte]) }
        var datagrams: [[UInt8]] = []
        while let datagram = pair.server.nextDatagram() { datagrams.append(datagram) }
        for datagram in (datagrams + datagrams).reversed() { pair.client.receive(datagram, now: pair.now) }
        pair.collectEvents()
        #expect(pair.clientEvents == [.data([3]), .data([2]), .data([1])])
    }

    @Test("a new identity serves new connections, and live ones keep theirs")
    func rotation() throws {
        var identity = try DTLSIdentity()
        let peer = try DTLSIdentity()
        let first = identity.fingerprint
        func connect() throws -> (DTLSConnection, DTLSConnection) {
            let client = try DTLSConnection(identity: identity, role: .client, fingerprints: [peer.fingerprint])
            let server = try DTLSConnection(identity: peer, role: .server, fingerprints: [identity.fingerprint])
            carry(client, server)
            return (client, server)
        }
        func carry(_ client: DTLSConnection, _ server: DTLSConnection) {
            client.start(now: .zero)
            for _ in 0..<10 {
                while let datagram = client.nextDatagram() { server.receive(datagram, now: .zero) }
                while let datagram = server.nextDatagram() { client.receive(datagram, now: .zero) }
            }
        }
        let old = try connect()
        identity = try DTLSIdentity()
        #expect(identity.fingerprint != first)
        let new = try connect()
        for (client, server) in [old, new] {
            guard case .connected? = server.nextEvent() else { throw Missing() }
            try client.send([7])
            carry(client, server)
            #expect(server.nextEvent() == .data([7]))
        }
    }

    @Test("records can be sent in the limits only, and only when connected")
    func limits() throws {
        let pair = try Pair()
        #expect(throws: DTLSError.notConnected) { try pair.client.send([1]) }
        pair.start()
        #expect(throws: DTLSError.notConnected) { try pair.client.send([1]) }
        pair.exchange()
        #expect(throws: DTLSError.recordSize) { try pair.client.send([UInt8]()) }
        let long = [UInt8](repeating: 0, count: DTLSConnection.maximumRecordSize + 1)
        #expect(throws: DTLSError.recordSize) { try pair.client.send(long) }
        try pair.client.send(Array(long.dropLast()))
        #expect(pair.client.nextDatagram()?.count == DTLSConnection.mtu)
        for _ in 0..<DTLSConnection.maximumQueuedDatagrams { try pair.client.send([1]) }
        #expect(throws: DTLSError.queueFull) { try pair.client.send([1]) }
        pair.exchange()
        try pair.expectRecordsFlow()
    }

    @Test("more records than may wait are dropped, and the connection goes on")
    func recordLimit() throws {
        let pair = try Pair()
        pair.start()
        pair.exchange()
        for _ in 0..<DTLSConnection.maximumQueuedRecords + 10 {
            try pair.client.send([1])
            while let datagram = pair.client.nextDatagram() { pair.server.receive(datagram, now: pair.now) }
        }
        pair.serverEvents = []
        pair.collectEvents()
        #expect(pair.serverEvents.count == DTLSConnection.maximumQueuedRecords)
        try pair.expectRecordsFlow()
    }

    @Test("buffers that were released come back for whatever is next")
    func releasedBuffers() throws {
        let pair = try Pair()
        pair.client.releaseBuffers()
        pair.start()
        pair.client.releaseBuffers()
        pair.exchange()
        for _ in 0..<3 {
            pair.client.releaseBuffers()
            pair.server.releaseBuffers()
            pair.client.handleTimeout(now: pair.now)
            try pair.expectRecordsFlow()
        }
        pair.client.releaseBuffers()
        pair.client.close()
        pair.exchange()
        #expect(pair.serverEvents.last == .closed)
    }

    struct Missing: Error {}
}
