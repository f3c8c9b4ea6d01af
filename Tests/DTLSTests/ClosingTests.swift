// SPDX-License-Identifier: MIT

import SRTP
import Testing

@testable import DTLS

@Suite("Ends of DTLS connections")
struct ClosingTests {
    @Test("the peer is told of a close, and closes too")
    func closeNotify() throws {
        let pair = try Pair()
        pair.start()
        pair.exchange()
        (pair.clientEvents, pair.serverEvents) = ([], [])
        pair.client.close()
        pair.exchange()
        #expect(pair.serverEvents == [.closed])
        #expect(pair.clientEvents.isEmpty)
        #expect(throws: DTLSError.notConnected) { try pair.client.send([1]) }
        #expect(throws: DTLSError.notConnected) { try pair.server.send([1]) }
        #expect(pair.client.nextDatagram() == nil)
        pair.client.close()
        pair.server.close()
        #expect(pair.client.nextDatagram() == nil && pair.server.nextDatagram() == nil)
    }

    @Test("a close during the handshake is silent, and final")
    func closeDuringHandshake() throws {
        let pair = try Pair()
        pair.start()
        pair.client.close()
        pair.exchange()
        #expect(pair.clientEvents.isEmpty)
        #expect(pair.client.nextTimeout == nil)
        pair.client.start(now: pair.now)
        #expect(pair.client.nextDatagram() == nil)
    }

    @Test("a fatal alert in the clear ends a handshake, with its number")
    func alert() throws {
        let pair = try Pair()
        pair.start()
        let alert: [UInt8] = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40]
        pair.client.receive(alert, now: pair.now)
        pair.collectEvents()
        #expect(pair.clientEvents == [.failed(.alertReceived(40))])
    }

    @Test("a peer of another version gets an alert")
    func version() throws {
        let pair = try Pair()
        var hello = ClientHello.large()
        // DTLS 1.0 as the highest version of a hello without supported_versions.
        hello.version = [0xFE, 0xFF]
        hello.extensions.removeAll { $0.type == 43 }
        for datagram in hello.datagrams() { pair.server.receive(datagram, now: pair.now) }
        pair.collectEvents()
        #expect(pair.serverEvents == [.failed(.alertSent(70))])
        #expect(pair.server.nextDatagram() != nil)
    }

    @Test("at the deadline a handshake fails, on either side, and not before")
    func deadline() throws {
        let pair = try Pair()
        pair.start()
        for connection in [pair.client, pair.server] {
            let deadline = pair.now + DTLSConnection.handshakeDeadline
            #expect(try #require(connection.nextTimeout) <= deadline)
            connection.handleTimeout(now: deadline - .nanoseconds(1))
            #expect(connection.nextEvent() == nil)
            connection.handleTimeout(now: deadline)
            #expect(connection.nextEvent() == .failed(.handshakeTimeout))
            #expect(connection.nextTimeout == nil)
            connection.handleTimeout(now: deadline + .seconds(1))
            #expect(connection.nextEvent() == nil)
        }
    }

    @Test("a connected peer has no deadline")
    func noDeadline() throws {
        let pair = try Pair()
        pair.start()
        pair.exchange()
        pair.now += .seconds(3600)
        pair.client.handleTimeout(now: pair.now)
        try pair.expectConnected()
    }

    @Test("what failed takes nothing more")
    func afterFailure() throws {
        let pair = try Pair(serverExpects: [])
        pair.start()
        pair.exchange()
        pair.server.receive([22, 0xFE, 0xFD], now: pair.now)
        pair.server.handleTimeout(now: pair.now + .seconds(60))
        #expect(pair.server.nextEvent() == nil && pair.server.nextDatagram() == nil)
    }
}
