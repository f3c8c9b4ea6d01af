// SPDX-License-Identifier: MIT

import CUSRSCTP
import Testing

@testable import SCTP

/// Against another implementation.
///
/// usrsctp keeps its state in globals, so one test runs at a time.
@Suite("With usrsctp", .serialized)
struct UsrsctpTests {
    enum Initiator: CaseIterable {
        case ours, theirs, both
    }

    /// An association of ours and one of usrsctp, connected.
    private final class Pair {
        let ours: SCTPAssociation
        let theirs: UsrsctpPeer
        let network: VirtualNetwork
        private(set) var events: [SCTPEvent] = []

        init(_ initiator: Initiator = .both, seed: UInt64 = 1, impairment: Impairment = Impairment()) throws {
            ours = .testing(seed: seed)
            theirs = try #require(UsrsctpPeer(isPassive: initiator == .ours))
            network = VirtualNetwork(ours, theirs, seed: seed, impairment: impairment)
            network.afterStep = { [unowned self] in
                while let event = ours.nextEvent() { events.append(event) }
            }
            if initiator != .theirs { ours.start(now: .zero) }
            network.run(for: .seconds(120)) { ours.state == .established && theirs.isConnected }
            try #require(ours.state == .established && theirs.isConnected)
        }

        var now: Duration { network.now }

        @discardableResult
        func run(for limit: Duration, until condition: () -> Bool = { false }) -> Bool {
            network.run(for: limit, until: condition)
        }
    }

    /// Messages from one byte to 256 KiB both ways, ordered and unordered.
    @Test(arguments: Initiator.allCases, [0, 10])
    func exchangesMessages(_ initiator: Initiator, _ percent: Int) throws {
        let pair = try Pair(initiator, seed: UInt64(percent) + 7, impairment: .all(percent))
        var generator = SeededGenerator(seed: 11)
        var sizes = [1, 2, 3, 4, 1100, 1118, 1119, 1120, 1121, 1122, 2240, 16_384, 65_536, 256 * 1024]
        for _ in 0..<40 { sizes.append(1 + Int(generator.next() % 5000)) }
        let payloads = sizes.map { generator.bytes($0) }
        for (index, payload) in payloads.enumerated() {
            let isUnordered = index % 4 == 1
            let stream = UInt16(index % 3) + (isUnordered ? 10 : 0)
            try pair.ours.send(payload, on: stream, protocolID: 53, isUnordered: isUnordered, now: pair.now)
            let isSent = pair.theirs.send(payload, on: stream, isUnordered: isUnordered)
            #expect(isSent)
        }
        pair.run(for: .seconds(300)) {
            pair.theirs.messages.count == payloads.count && pair.events.messages.count == payloads.count
        }
        for messages in [pair.theirs.messages, pair.events.messages] {
            #expect(messages.count == payloads.count)
            #expect(Set(messages.map(\.payload)) == Set(payloads))
            for stream in UInt16(0)..<3 {
                let expected = payloads.indices.filter { $0 % 4 != 1 && UInt16($0 % 3) == stream }.map { payloads[$0] }
                #expect(messages.filter { $0.stream == stream }.map(\.payload) == expected)
            }
            #expect(messages.allSatisfy { ($0.stream >= 10) == $0.isUnordered && $0.protocolID == 53 })
        }
    }

    @Test(arguments: [0, 10])
    func skipsMessages(_ percent: Int) throws {
        let pair = try Pair(seed: 5, impairment: .all(percent))
        for value in UInt8(0)..<60 {
            let payload = [UInt8](repeating: value, count: 1 + 40 * Int(value))
            let reliability: SCTPReliability = value % 2 == 0 ? .retransmissions(0) : .lifetime(.milliseconds(100))
            let limit = value % 2 == 0 ? CUSRSCTP_RETRANSMISSIONS : CUSRSCTP_LIFETIME
            try pair.ours.send(payload, on: 1, protocolID: 53, reliability: reliability, now: pair.now)
            _ = pair.theirs.send(payload, on: 1, limit: limit, value: value % 2 == 0 ? 0 : 100)
            pair.run(for: .milliseconds(20))
        }
        pair.network.impairment = Impairment()
        pair.run(for: .seconds(60))
        try pair.ours.send([99], on: 1, protocolID: 53, now: pair.now)
        _ = pair.theirs.send([99], on: 1)
        pair.run(for: .seconds(60)) {
            pair.theirs.messages.last?.payload == [99] && pair.events.messages.last?.payload == [99]
        }
        for messages in [pair.theirs.messages, pair.events.messages] {
            let values = messages.map { $0.payload[0] }
            #expect(values == values.sorted() && Set(values).count == values.count)
            #expect(values.last == 99)
            #expect(percent > 0 || values.count == 61)
        }
        pair.run(for: .seconds(5))
        #expect(pair.ours.bufferedAmount == 0)
        #expect(pair.ours.receiver.cost == 0)
    }

    @Test(arguments: [0, 10])
    func resetsStreams(_ percent: Int) throws {
        let pair = try Pair(seed: 6, impairment: .all(percent))
        for round in UInt8(1)...3 {
            let count = Int(round)
            try pair.ours.send([round], on: 4, protocolID: 53, now: pair.now)
            _ = pair.theirs.send([round], on: 4)
            pair.ours.resetStream(4, now: pair.now)
            pair.run(for: .seconds(60)) { pair.theirs.events.filter { $0 == .incomingReset(4) }.count == count }
            pair.run(for: .seconds(60)) { pair.events.filter { $0 == .outgoingReset([4]) }.count == count }
            #expect(pair.theirs.reset(4))
            pair.run(for: .seconds(60)) { pair.events.filter { $0 == .incomingReset([4]) }.count == count }
            pair.run(for: .seconds(60)) { pair.theirs.events.filter { $0 == .outgoingReset(4) }.count == count }
        }
        #expect(pair.theirs.events.filter { $0 == .outgoingReset(4) }.count == 3)
        #expect(pair.theirs.messages.map(\.payload) == [[1], [2], [3]])
        #expect(pair.events.messages.map(\.payload) == [[1], [2], [3]])
    }

    @Test func waitsForTheReader() throws {
        let pair = try Pair()
        pair.ours.setReading(paused: true)
        var sent = 0
        while sent < 60, pair.theirs.send([UInt8](repeating: UInt8(sent), count: 30_000), on: 1) { sent += 1 }
        pair.run(for: .seconds(120))
        #expect(pair.events.messages.isEmpty)
        #expect(pair.ours.state == .established)
        #expect(pair.ours.receiver.cost <= pair.ours.configuration.receiveWindow)
        pair.ours.setReading(paused: false)
        pair.run(for: .seconds(120)) { pair.events.messages.count == sent }
        #expect(pair.events.messages.map { $0.payload[0] } == [UInt8](0..<UInt8(sent)))
    }

    @Test(arguments: [true, false])
    func shutsDown(_ byUs: Bool) throws {
        let pair = try Pair()
        try pair.ours.send([UInt8](repeating: 1, count: 20_000), on: 1, protocolID: 53, now: pair.now)
        _ = pair.theirs.send([UInt8](repeating: 2, count: 20_000), on: 1)
        if byUs { pair.ours.shutdown(now: pair.now) } else { #expect(pair.theirs.shutdown()) }
        pair.run(for: .seconds(30)) { pair.ours.state == .ended }
        pair.run(for: .seconds(1))
        #expect(pair.events.last == .closed(.shutdown))
        #expect(pair.theirs.messages.count == 1 && pair.events.messages.count == 1)
    }

    @Test func abortIsUnderstood() throws {
        let pair = try Pair()
        pair.ours.abort(now: pair.now)
        pair.run(for: .seconds(5))
        #expect(pair.theirs.events.last == .lost)
    }

    @Test func answersEachOthersHeartbeats() throws {
        let pair = try Pair()
        pair.run(for: .seconds(200))
        #expect(pair.ours.state == .established)
        #expect(!pair.theirs.events.contains(.lost))
        #expect(pair.ours.sender.errorCount == 0)
    }
}
