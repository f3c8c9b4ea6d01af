// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Flow control and bounds")
struct FlowControlTests {
    private static let window = 64 * 1024

    private static var small: SCTPConfiguration {
        .testing.with {
            $0.receiveWindow = window
            $0.maxIncomingMessageSize = 16 * 1024
        }
    }

    private func fill(_ pair: AssociationPair, count: Int, size: Int) throws {
        for index in 0..<count {
            var payload = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: size)
            payload[0] = 1
            try pair.first.send(payload, on: 1, protocolID: 53, now: pair.now)
        }
    }

    @Test(arguments: [0, 10], [1, 700, 10_000])
    func waitsWhileTheOwnerDoesNotRead(_ percent: Int, _ size: Int) throws {
        let pair = AssociationPair.connected(seed: 3, impairment: .all(percent), second: Self.small)
        pair.second.setReading(paused: true)
        let count = 400_000 / (size + 200)
        try fill(pair, count: count, size: size)
        pair.run(for: .seconds(300))
        #expect(pair.isConnected, "a closed window is no failure")
        #expect(pair.secondMessages.isEmpty)
        #expect(pair.first.bufferedAmount > 0)
        #expect(pair.second.receiver.cost <= Self.window + Self.small.maxIncomingMessageSize)
        pair.second.setReading(paused: false)
        let start = pair.now
        pair.run(for: .seconds(600)) { pair.secondMessages.count == count }
        #expect(pair.secondMessages.count == count)
        if percent == 0 { #expect(pair.now - start < .seconds(5), "the reopened window was not announced") }
        #expect(pair.second.receiver.cost == 0)
    }

    @Test func readsOtherStreamsWhileOneIsPaused() throws {
        let pair = AssociationPair.connected()
        pair.second.setReading(paused: true, stream: 1)
        for value in UInt8(0)..<10 {
            try pair.first.send([value], on: UInt16(value % 2), protocolID: 53, now: pair.now)
        }
        pair.first.resetStream(1, now: pair.now)
        pair.run(for: .seconds(5))
        #expect(pair.secondMessages.map { $0.payload[0] } == [0, 2, 4, 6, 8])
        pair.second.setReading(paused: false, stream: 1)
        pair.run(for: .seconds(5))
        #expect(pair.secondMessages.suffix(5).map { $0.payload[0] } == [1, 3, 5, 7, 9])
        #expect(pair.secondEvents.last == .incomingReset([1]))
        #expect(pair.second.receiver.cost == 0)
    }

    @Test func keepsOrderWhenAStreamIsPausedLate() throws {
        let pair = AssociationPair.connected()
        pair.second.setReading(paused: true)
        for value in UInt8(0)..<6 {
            try pair.first.send([value], on: UInt16(value % 2), protocolID: 53, now: pair.now)
        }
        pair.run(for: .seconds(1))
        pair.second.setReading(paused: true, stream: 1)
        pair.second.setReading(paused: false)
        pair.run(for: .seconds(1))
        #expect(pair.secondMessages.map { $0.payload[0] } == [0, 2, 4])
        try pair.first.send([7], on: 1, protocolID: 53, now: pair.now)
        pair.run(for: .seconds(1))
        pair.second.setReading(paused: false, stream: 1)
        pair.run(for: .seconds(1))
        #expect(pair.secondMessages.map { $0.payload[0] } == [0, 2, 4, 1, 3, 5, 7])
    }

    @Test func boundsTheSendBuffer() throws {
        let limit = 10 * (1000 + OutgoingMessage.overhead)
        let pair = AssociationPair.connected(first: .testing.with { $0.sendBuffer = limit })
        let payload = [UInt8](repeating: 1, count: 1000)
        for _ in 0..<10 { try pair.first.send(payload, on: 1, protocolID: 53, now: pair.now) }
        #expect(throws: SCTPError(.sendBufferFull)) {
            try pair.first.send([1], on: 1, protocolID: 53, now: pair.now)
        }
        #expect(pair.first.nextEvent() == nil)
        pair.run(for: .seconds(1))
        #expect(pair.firstEvents.filter { $0 == .sendBufferAvailable }.count == 1)
        try pair.first.send([1], on: 1, protocolID: 53, now: pair.now)
    }

    @Test func tellsWhenTheBufferedAmountIsLow() throws {
        let pair = AssociationPair.connected()
        pair.first.setLowThreshold(50_000, of: 1)
        try pair.first.send([UInt8](repeating: 1, count: 50_000), on: 1, protocolID: 53, now: pair.now)
        #expect(pair.first.bufferedAmount(of: 1) == 50_000)
        pair.run(for: .seconds(5))
        #expect(!pair.firstEvents.contains(.bufferedAmountLow(1)), "it was never above")
        try pair.first.send([UInt8](repeating: 1, count: 50_001), on: 1, protocolID: 53, now: pair.now)
        pair.run(for: .seconds(5))
        #expect(pair.firstEvents.filter { $0 == .bufferedAmountLow(1) }.count == 1)
    }

    @Test func sharesTheAssociationByWeight() throws {
        let pair = AssociationPair.connected()
        for _ in 0..<200 {
            for stream in UInt16(1)...3 {
                try pair.first.send([UInt8](repeating: 1, count: 1000), on: stream, protocolID: 53, now: pair.now)
            }
        }
        pair.first.setWeight(1024, of: 1)
        pair.first.setWeight(512, of: 2)
        pair.first.setWeight(128, of: 3)
        pair.run { pair.secondMessages.count >= 130 }
        let counts = (UInt16(1)...3).map { stream in pair.secondMessages.filter { $0.stream == stream }.count }
        #expect(abs(counts[0] - 2 * counts[1]) < 12, "\(counts)")
        #expect(abs(counts[1] - 4 * counts[2]) < 12, "\(counts)")
    }

    @Test func aShortMessageNeedNotWaitForALongQueue() throws {
        let pair = AssociationPair.connected()
        for _ in 0..<50 {
            try pair.first.send([UInt8](repeating: 1, count: 100_000), on: 1, protocolID: 53, now: pair.now)
        }
        pair.run(for: .milliseconds(200))
        try pair.first.send([2], on: 2, protocolID: 53, now: pair.now)
        let before = pair.secondMessages.count
        pair.run { pair.secondMessages.contains { $0.stream == 2 } }
        #expect(pair.secondMessages.count - before <= 3)
    }

    /// A peer that leaves a gap open and sends on: nothing beyond the span and the window is kept.
    @Test func boundsWhatIsKeptBehindAGap() {
        let configuration = SCTPConfiguration.testing.with {
            $0.receiveWindow = 1 << 20
            $0.tsnSpan = 100
        }
        let pair = AssociationPair.connected(second: configuration)
        let base = pair.second.receiver.tsns.cumulative
        for distance in [2, 100, 101, 5000, 1 << 20] {
            let head = DataChunk(tsn: base + distance, stream: 1, sequence: 0, protocolID: 1, flags: .unordered)
            pair.deliver(to: 1) { head.write(to: &$0, payload: [1, 2, 3]) }
        }
        #expect(pair.second.receiver.tsns.blocks.map { $0.first.distance(from: base) } == [2, 100])
        #expect(pair.second.receiver.cost == 2 * (3 + SCTPMessage.overhead))
    }

    @Test func boundsTheStreamsItKeepsTrackOf() {
        let pair = AssociationPair.connected(second: .testing.with { $0.maxIncomingStreams = 5 })
        let base = pair.second.receiver.tsns.cumulative
        for stream in 0..<10 {
            let head = DataChunk(
                tsn: base + (stream + 1),
                stream: UInt16(stream),
                sequence: 0,
                protocolID: 1,
                flags: .whole
            )
            pair.deliver(to: 1) { head.write(to: &$0, payload: [1]) }
        }
        pair.takeEvents()
        #expect(pair.secondMessages.map(\.stream) == [0, 1, 2, 3, 4])
        #expect(pair.second.receiver.tsns.cumulative == base + 10)
        #expect(pair.second.state == .established)
    }

    @Test func endsWithAMessageThatIsTooLong() throws {
        let limit = 16 * 1024
        for (size, isAccepted) in [(limit, true), (limit + 1, false)] {
            let pair = AssociationPair.connected(second: Self.small)
            try pair.first.send([UInt8](repeating: 1, count: size), on: 1, protocolID: 53, now: pair.now)
            pair.run(for: .seconds(10))
            #expect(pair.secondMessages.count == (isAccepted ? 1 : 0))
            #expect(pair.secondEvents.contains(.closed(.protocolViolation)) == !isAccepted)
            #expect(pair.firstEvents.contains(.closed(.abortedByPeer)) == !isAccepted)
        }
    }

    /// A peer that asks and asks while nobody takes the answers.
    @Test func boundsTheAnswersThatWait() {
        let pair = AssociationPair.connected()
        for _ in 0..<1000 {
            pair.deliver(to: 1) { ChunkWriter.write(.heartbeat, to: &$0) { $0 += [UInt8](repeating: 1, count: 900) } }
        }
        #expect(pair.second.outbox.replies.count == Outbox.maxReplies)
    }

    @Test func boundsTheResetsThatWait() {
        let pair = AssociationPair.connected(second: Self.small)
        pair.second.setReading(paused: true)
        var sequence = pair.first.resets.nextSequence
        for _ in 0..<2000 {
            let request = OutgoingResetRequest(
                sequence: sequence,
                responseSequence: sequence,
                lastTSN: pair.second.receiver.tsns.cumulative,
                streams: [UInt16](0..<100)
            )
            pair.deliver(to: 1) { ChunkWriter.write(.reconfiguration, to: &$0) { request.write(to: &$0) } }
            sequence = sequence.next
        }
        #expect(pair.second.receiver.cost <= Self.window + Self.small.maxIncomingMessageSize)
    }
}

extension AssociationPair {
    /// Hands a packet to one end as if the other had sent it.
    func deliver(to index: Int, _ body: (inout [UInt8]) -> Void) {
        let (sender, target) = index == 1 ? (first, second) : (second, first)
        var packet: [UInt8] = []
        CommonHeader(
            sourcePort: sender.configuration.localPort,
            destinationPort: sender.configuration.remotePort,
            verificationTag: target.local.tag
        ).write(to: &packet)
        body(&packet)
        CommonHeader.seal(&packet)
        target.receive(packet.span, now: now)
    }
}
