// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Partial reliability")
struct PartialReliabilityTests {
    private func number(_ message: SCTPMessage) -> Int { Int(message.payload.span.uint32(at: 0)) }

    private func payload(_ number: Int, _ generator: inout SeededGenerator, maxCount: Int) -> [UInt8] {
        var payload: [UInt8] = []
        payload.append(UInt32(number))
        payload += generator.bytes(Int(generator.next() % UInt64(maxCount)))
        return payload
    }

    /// Partially reliable messages arrive or are skipped, in order where that was asked for, and hold nothing up.
    @Test(arguments: [0, 1, 5, 10, 20], UInt64(1)...6)
    func deliversOrSkips(_ percent: Int, _ seed: UInt64) throws {
        let pair = AssociationPair.connected(seed: seed, impairment: .all(percent))
        var generator = SeededGenerator(seed: seed + 500)
        var sent: [UInt16: [[UInt8]]] = [:]
        let kinds: [(UInt16, Bool, SCTPReliability)] = [
            (1, false, .retransmissions(0)), (2, true, .retransmissions(0)), (3, false, .retransmissions(2)),
            (4, false, .lifetime(.milliseconds(150))), (5, true, .lifetime(.milliseconds(150))), (6, false, .reliable),
        ]
        for round in 0..<40 {
            for (stream, isUnordered, reliability) in kinds {
                let payload = payload(round, &generator, maxCount: round % 5 == 0 ? 12_000 : 1500)
                sent[stream, default: []].append(payload)
                try pair.first.send(
                    payload,
                    on: stream,
                    protocolID: 53,
                    isUnordered: isUnordered,
                    reliability: reliability,
                    now: pair.now
                )
            }
            pair.run(for: .milliseconds(20))
        }
        #expect(pair.run(for: .seconds(600)) { pair.first.bufferedAmount == 0 && pair.first.sender.isDrained })
        pair.run(for: .seconds(20))
        for (stream, isUnordered, reliability) in kinds {
            let arrived = pair.secondMessages.filter { $0.stream == stream }
            let numbers = arrived.map(number)
            for message in arrived { #expect(message.payload == sent[stream]?[number(message)]) }
            #expect(Set(numbers).count == numbers.count, "twice on \(stream)")
            if !isUnordered { #expect(numbers == numbers.sorted(), "order on \(stream)") }
            if reliability == .reliable || percent == 0 && stream < 4 { #expect(numbers.count == 40) }
        }
        #expect(pair.second.receiver.cost == 0, "something is left of what was skipped")
        // What comes after is not held up.
        pair.network.impairment = Impairment()
        pair.forgetEvents()
        for (stream, _, _) in kinds { try pair.first.send([9, 9, 9, 9], on: stream, protocolID: 53, now: pair.now) }
        pair.run(for: .seconds(20))
        #expect(pair.secondMessages.count == kinds.count)
    }

    @Test(arguments: [0, 1, 3])
    func triesAsOftenAsAskedFor(_ retransmissions: UInt32) throws {
        let pair = AssociationPair.connected()
        var count = 0
        pair.network.filter = { sender, packet in
            guard sender == 0, packet[12] == ChunkType.data.rawValue else { return true }
            count += 1
            return false
        }
        try pair.first.send(
            [1],
            on: 1,
            protocolID: 53,
            reliability: .retransmissions(retransmissions),
            now: pair.now
        )
        pair.run(for: .seconds(60))
        #expect(count == Int(retransmissions) + 1)
        #expect(pair.first.sender.isDrained)
        #expect(pair.second.receiver.tsns.cumulative == pair.first.sender.sent.cumulative)
    }

    @Test func skipsAMessageOfWhichAllThatWasSentHasArrived() throws {
        let pair = AssociationPair.connected()
        // The window takes the first packets only; the rest expires unsent.
        let payload = [UInt8](repeating: 1, count: 100_000)
        try pair.first.send(payload, on: 1, protocolID: 53, reliability: .lifetime(.milliseconds(1)), now: pair.now)
        pair.network.filter = { [unowned pair] sender, packet in
            // Nothing but the first flight is lost.
            sender != 0 || packet[12] != ChunkType.data.rawValue || packet.count < 1000 || pair.now > .seconds(1)
        }
        pair.run(for: .seconds(2))
        try pair.first.send([2], on: 1, protocolID: 53, now: pair.now)
        pair.run(for: .seconds(60))
        #expect(pair.secondMessages.map(\.payload) == [[2]])
        #expect(pair.second.receiver.cost == 0)
    }

    @Test func dropsExpiredMessagesThatWereNeverSent() throws {
        let pair = AssociationPair()
        for _ in 0..<10 {
            try pair.first.send([1], on: 1, protocolID: 53, reliability: .lifetime(.seconds(1)), now: .zero)
        }
        try pair.first.send([2], on: 1, protocolID: 53, now: .zero)
        pair.network.now = .seconds(2)
        pair.first.start(now: pair.now)
        pair.run(for: .seconds(10))
        #expect(pair.secondMessages.map(\.payload) == [[2]])
    }

    @Test func makesRoomFromExpiredMessages() throws {
        let pair = AssociationPair(first: .testing.with { $0.sendBuffer = 10_000 })
        func send(_ now: Duration) throws(SCTPError) {
            let payload = [UInt8](repeating: 1, count: 5000)
            try pair.first.send(payload, on: 1, protocolID: 53, reliability: .lifetime(.seconds(1)), now: now)
        }
        try send(.zero)
        #expect(throws: SCTPError(.sendBufferFull)) { try send(.milliseconds(999)) }
        try send(.milliseconds(1000))
        #expect(pair.first.bufferedAmount == 5000)
    }

    /// RFC 3758, section 3.3.1: a peer that does not know FORWARD-TSN gets everything.
    @Test func isReliableWithAPeerThatCannotSkip() throws {
        let pair = AssociationPair()
        pair.network.filter = { _, packet in
            // The parameter becomes one that is skipped without a report, and so does the list of extensions.
            for index in stride(from: 12, to: packet.count - 3, by: 4)
            where packet[12] == 1 || packet[12] == 2 {
                if packet[index...].starts(with: [0xC0, 0, 0, 4]) { packet[index] = 0x81 }
                if packet[index...].starts(with: [0x80, 8, 0, 6]) { packet[index] = 0x82 }
            }
            CommonHeader.seal(&packet)
            return true
        }
        pair.first.start(now: .zero)
        #expect(pair.run { pair.isConnected })
        #expect(!pair.first.supportsPartialReliability && !pair.first.supportsStreamReset)
        pair.network.filter = { _, _ in true }
        pair.network.impairment.loss = 30
        for value in 0..<50 {
            try pair.first.send(
                [UInt8(value)],
                on: 1,
                protocolID: 53,
                reliability: .retransmissions(0),
                now: pair.now
            )
            pair.run(for: .milliseconds(5))
        }
        pair.run(for: .seconds(200)) { pair.secondMessages.count == 50 }
        #expect(pair.secondMessages.map { Int($0.payload[0]) } == Array(0..<50))
    }
}
