// SPDX-License-Identifier: MIT

import Testing

@testable import DTLS

/// Retransmission is by OpenSSL's timer, which looks at the system's clock: these tests wait for it, 1 ms or more each time.
@Suite("DTLS over a bad network")
struct LossTests {
    @Test("a flight is sent again when its timer is due, with new record numbers")
    func retransmission() throws {
        let pair = try Pair(firstRetransmission: .milliseconds(16))
        let clock = ContinuousClock()
        let start = clock.now
        pair.client.start(now: .zero)
        let first = try #require(pair.client.nextDatagram())
        let timeout = try #require(pair.client.nextTimeout)
        #expect(timeout <= .milliseconds(16))
        pair.client.handleTimeout(now: timeout - .nanoseconds(1))
        #expect(pair.client.nextDatagram() == nil)
        var again: [UInt8]?
        while again == nil {
            pair.client.handleTimeout(now: start.duration(to: clock.now))
            again = pair.client.nextDatagram()
        }
        #expect(again?.dropFirst(13) == first.dropFirst(13))
        #expect(again?[10] == first[10] + 1)
    }

    @Test("the default timer runs for 200 ms")
    func firstTimer() throws {
        let pair = try Pair()
        pair.client.start(now: .seconds(5))
        let timeout = try #require(pair.client.nextTimeout)
        #expect(timeout > .seconds(5) && timeout <= .seconds(5) + DTLSConnection.firstRetransmission)
        #expect(pair.server.nextTimeout == nil)
    }

    @Test(
        "handshakes come to an end with loss, reordering and duplication, with or without buffers",
        arguments: 0..<30 as Range<UInt64>
    )
    func loss(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pair = try Pair(firstRetransmission: .milliseconds(16))
        let clock = ContinuousClock()
        let start = clock.now
        pair.now = .zero
        var inFlight: [(datagram: [UInt8], toServer: Bool)] = []
        pair.start()
        while pair.clientMaterial == nil || pair.serverMaterial == nil {
            pair.now = start.duration(to: clock.now)
            for connection in [pair.client, pair.server] {
                while let datagram = connection.nextDatagram() {
                    guard UInt8.random(in: 0..<100, using: &random) >= 20 else { continue }
                    let copies = UInt8.random(in: 0..<100, using: &random) < 10 ? 2 : 1
                    inFlight += Array(repeating: (datagram, connection === pair.client), count: copies)
                }
            }
            if let index = inFlight.indices.randomElement(using: &random) {
                let (datagram, toServer) = inFlight.remove(at: index)
                (toServer ? pair.server : pair.client).receive(datagram, now: pair.now)
            } else {
                pair.client.releaseBuffers()
                pair.server.releaseBuffers()
                pair.client.handleTimeout(now: pair.now)
                pair.server.handleTimeout(now: pair.now)
            }
            pair.collectEvents()
            for events in [pair.clientEvents, pair.serverEvents] {
                if case .failed(let failure)? = events.last { throw Failed(failure: failure) }
            }
        }
        for (datagram, toServer) in inFlight {
            (toServer ? pair.server : pair.client).receive(datagram, now: pair.now)
        }
        pair.exchange()
        try pair.expectConnected()
    }

    struct Failed: Error {
        let failure: DTLSFailure
    }
}
