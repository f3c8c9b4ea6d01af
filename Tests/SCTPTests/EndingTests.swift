// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Ending, and signs of life")
struct EndingTests {
    @Test(arguments: [0, 1, 5, 10, 20], UInt64(1)...5)
    func shutsDownAfterEverythingHasArrived(_ percent: Int, _ seed: UInt64) throws {
        let pair = AssociationPair.connected(seed: seed, impairment: .all(percent))
        for value in UInt8(0)..<50 {
            try pair.first.send([UInt8](repeating: value, count: 2000), on: 1, protocolID: 53, now: pair.now)
            try pair.second.send([UInt8](repeating: value, count: 2000), on: 1, protocolID: 53, now: pair.now)
        }
        pair.run(for: .milliseconds(50))
        pair.first.shutdown(now: pair.now)
        if seed % 2 == 0 { pair.second.shutdown(now: pair.now) }
        #expect(throws: SCTPError(.notOpen)) { try pair.first.send([1], on: 1, protocolID: 53, now: pair.now) }
        pair.run(for: .seconds(300))
        #expect(pair.secondMessages.count == 50)
        #expect(pair.firstMessages.count == 50)
        #expect(pair.firstEvents.last == .closed(.shutdown))
        #expect(pair.secondEvents.last == .closed(.shutdown))
        #expect(pair.first.nextTimeout == nil && pair.second.nextTimeout == nil)
    }

    @Test func answersAShutdownAckThatComesAgain() {
        let pair = AssociationPair.connected()
        var lost = 0
        pair.network.filter = { _, packet in
            guard packet[12] == ChunkType.shutdownComplete.rawValue, lost < 2 else { return true }
            lost += 1
            return false
        }
        pair.first.shutdown(now: pair.now)
        pair.run(for: .seconds(60))
        #expect(lost == 2)
        #expect(pair.secondEvents.last == .closed(.shutdown))
    }

    @Test func givesUpAShutdownThatNobodyAnswers() {
        let pair = AssociationPair.connected()
        pair.network.filter = { _, _ in false }
        pair.first.shutdown(now: pair.now)
        pair.run(for: .seconds(600))
        #expect(pair.firstEvents.last == .closed(.timedOut))
    }

    @Test func shutsDownBeforeItHasBegun() {
        let pair = AssociationPair()
        pair.first.shutdown(now: .zero)
        pair.run(for: .seconds(5))
        #expect(pair.firstEvents == [.closed(.shutdown)])
    }

    @Test func abortsAtOnce() throws {
        let pair = AssociationPair.connected()
        try pair.first.send([1], on: 1, protocolID: 53, now: pair.now)
        pair.run(for: .seconds(1))
        try pair.first.send([2], on: 1, protocolID: 53, now: pair.now)
        pair.first.abort(now: pair.now)
        pair.run(for: .seconds(5))
        #expect(pair.firstEvents == [.connected, .closed(.aborted)])
        #expect(pair.secondEvents.last == .closed(.abortedByPeer))
        #expect(pair.secondMessages.map(\.payload) == [[1]])
        #expect(pair.first.nextTimeout == nil && pair.second.nextTimeout == nil)
        #expect(pair.first.bufferedAmount == 0)
    }

    @Test func messagesComeBeforeTheEnd() throws {
        let pair = AssociationPair.connected()
        pair.second.setReading(paused: true)
        try pair.first.send([1], on: 1, protocolID: 53, now: pair.now)
        pair.run(for: .seconds(1))
        pair.first.abort(now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.second.state == .ended)
        #expect(pair.secondEvents == [.connected])
        pair.second.setReading(paused: false)
        pair.takeEvents()
        #expect(pair.secondMessages.count == 1)
        #expect(pair.secondEvents.last == .closed(.abortedByPeer))
    }

    @Test func ignoresAnAbortWithAForeignTag() {
        let pair = AssociationPair.connected()
        for (tag, flags) in [(pair.second.local.tag &+ 1, UInt8(0)), (pair.second.local.tag, 1), (0, 0), (0, 1)] {
            var packet: [UInt8] = []
            CommonHeader(sourcePort: 5000, destinationPort: 5000, verificationTag: tag).write(to: &packet)
            ChunkWriter.write(.abort, flags: flags, to: &packet)
            CommonHeader.seal(&packet)
            pair.second.receive(packet.span, now: pair.now)
        }
        #expect(pair.second.state == .established)
        pair.deliver(to: 1) { ChunkWriter.write(.abort, to: &$0) }
        #expect(pair.second.state == .ended)
    }

    @Test func failsWhenDataIsNotAnswered() throws {
        let pair = AssociationPair.connected()
        var count = 0
        pair.network.filter = { _, _ in
            count += 1
            return false
        }
        try pair.first.send([1], on: 1, protocolID: 53, now: pair.now)
        pair.run(for: .seconds(600)) { pair.first.state == .ended }
        #expect(pair.firstEvents.last == .closed(.timedOut))
        // The message, its repetitions and the ABORT; the last of them waits to be sent in this very step.
        #expect(count >= 1 + pair.first.configuration.maxRetransmissions)
    }

    @Test func asksForASignOfLife() {
        let pair = AssociationPair.connected()
        let before = pair.network.packetCount
        pair.run(for: .seconds(100))
        #expect(pair.isConnected)
        #expect(pair.network.packetCount > before)
        #expect(pair.first.roundTripTime == .milliseconds(20))
        pair.network.filter = { _, _ in false }
        pair.run(for: .seconds(300))
        #expect(pair.firstEvents.last == .closed(.timedOut))
        #expect(pair.secondEvents.last == .closed(.timedOut))
    }
}
