// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Reliable delivery")
struct ReliableDeliveryTests {
    /// Messages of all sizes both ways on several streams, some unordered.
    private struct Traffic {
        var ordered: [UInt16: [[UInt8]]] = [:]
        var unordered: [UInt16: [[UInt8]]] = [:]

        init(seed: UInt64, count: Int, maxCount: Int) {
            var generator = SeededGenerator(seed: seed)
            for index in 0..<count {
                let stream = UInt16(generator.next() % 4)
                var size = 1 + Int(generator.next() % 3000)
                if index % 7 == 3 { size = 1 + Int(generator.next() % UInt64(maxCount)) }
                if index == 0 { size = maxCount }
                let payload = generator.bytes(size)
                if stream == 3 {
                    unordered[stream, default: []].append(payload)
                } else {
                    ordered[stream, default: []].append(payload)
                }
            }
        }

        func send(from association: SCTPAssociation, now: Duration) throws {
            for (streams, isUnordered) in [(ordered, false), (unordered, true)] {
                for (stream, payloads) in streams {
                    for payload in payloads {
                        try association.send(
                            payload,
                            on: stream,
                            protocolID: 53,
                            isUnordered: isUnordered,
                            now: now
                        )
                    }
                }
            }
        }

        var count: Int { (Array(ordered.values) + Array(unordered.values)).reduce(0) { $0 + $1.count } }

        func check(_ messages: [SCTPMessage]) {
            let byStream = Dictionary(grouping: messages, by: \.stream).mapValues { $0.map(\.payload) }
            for (stream, payloads) in ordered { #expect(byStream[stream] == payloads, "stream \(stream)") }
            for (stream, payloads) in unordered {
                #expect(
                    (byStream[stream] ?? []).sorted { $0.lexicographicallyPrecedes($1) }
                        == payloads.sorted { $0.lexicographicallyPrecedes($1) }
                )
            }
            #expect(messages.count == count)
        }
    }

    private func exchange(seed: UInt64, impairment: Impairment, count: Int, maxCount: Int) throws {
        let pair = AssociationPair.connected(seed: seed, impairment: impairment)
        #expect(pair.isConnected)
        let there = Traffic(seed: seed, count: count, maxCount: maxCount)
        let back = Traffic(seed: seed + 1000, count: count, maxCount: maxCount)
        try there.send(from: pair.first, now: pair.now)
        try back.send(from: pair.second, now: pair.now)
        let isDone = pair.run(for: .seconds(3600)) {
            pair.first.bufferedAmount == 0 && pair.second.bufferedAmount == 0
        }
        #expect(isDone, "seed \(seed), \(impairment): stalled")
        pair.run(for: .seconds(20))
        there.check(pair.secondMessages)
        back.check(pair.firstMessages)
        #expect(pair.first.receiver.cost == 0 && pair.second.receiver.cost == 0)
        #expect(pair.isConnected)
    }

    @Test(arguments: [0, 1, 5, 10, 20], UInt64(1)...8)
    func deliversEverythingOnce(_ percent: Int, _ seed: UInt64) throws {
        try exchange(seed: seed, impairment: .all(percent), count: 60, maxCount: 30_000)
    }

    @Test(arguments: [0, 1, 5, 10, 20])
    func deliversTheLongestMessages(_ percent: Int) throws {
        try exchange(seed: 77, impairment: .all(percent), count: 9, maxCount: 256 * 1024)
    }

    @Test(arguments: [512, 1150, 1200, 16_384])
    func worksWithAnyPacketSize(_ mtu: Int) throws {
        let configuration = SCTPConfiguration.testing.with { $0.mtu = mtu }
        let pair = AssociationPair.connected(first: configuration, second: configuration)
        var longest = 0
        pair.network.filter = { _, packet in
            longest = max(longest, packet.count)
            return true
        }
        let payload = [UInt8](repeating: 7, count: 100_000)
        try pair.first.send(payload, on: 1, protocolID: 53, now: pair.now)
        pair.run { pair.secondMessages.count == 1 }
        #expect(pair.secondMessages.first?.payload == payload)
        #expect((mtu - 4...mtu).contains(longest))
    }

    @Test func refusesMessagesThatAreEmptyOrTooLong() throws {
        let pair = AssociationPair.connected(first: .testing.with { $0.maxOutgoingMessageSize = 1000 })
        try pair.first.send([UInt8](repeating: 1, count: 1000), on: 1, protocolID: 53, now: pair.now)
        #expect(throws: SCTPError(.messageTooLong)) {
            try pair.first.send([UInt8](repeating: 1, count: 1001), on: 1, protocolID: 53, now: pair.now)
        }
        // Whatever the peer takes, what can never have room in the send buffer is not refused for now only.
        let narrow = AssociationPair.connected(
            first: .testing.with {
                $0.maxOutgoingMessageSize = 0
                $0.sendBuffer = 1128
            }
        )
        #expect(throws: SCTPError(.messageTooLong)) {
            try narrow.first.send([UInt8](repeating: 1, count: 1001), on: 1, protocolID: 53, now: narrow.now)
        }
        try narrow.first.send([UInt8](repeating: 1, count: 1000), on: 1, protocolID: 53, now: narrow.now)
        #expect(throws: SCTPError(.sendBufferFull)) {
            try narrow.first.send([1], on: 1, protocolID: 53, now: narrow.now)
        }
        #expect(throws: SCTPError(.emptyMessage)) { try pair.first.send([], on: 1, protocolID: 53, now: pair.now) }
    }

    @Test("After 15 s and more without a line, what waits goes on within three seconds", arguments: 15...24)
    func goesOnAfterSilence(seconds: Int) throws {
        let pair = AssociationPair.connected()
        pair.network.filter = { _, _ in false }
        try pair.first.send([1], on: 1, protocolID: 53, now: pair.now)
        pair.run(for: .seconds(seconds))
        pair.network.filter = { _, _ in true }
        #expect(pair.run(for: .milliseconds(3_100)) { pair.secondMessages.count == 1 })

        let new = AssociationPair()
        new.network.filter = { _, _ in false }
        new.first.start(now: new.now)
        new.run(for: .seconds(seconds))
        new.network.filter = { _, _ in true }
        #expect(new.run(for: .milliseconds(3_100)) { new.isConnected })
    }
}
