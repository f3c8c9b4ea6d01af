// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Hostile input")
struct HostileInputTests {
    /// Packets with random bytes changed, cut or added, with a checksum that is right again: nothing traps, and an
    /// association that survives works.
    @Test(arguments: UInt64(1)...40)
    func mutatedPacketsDoNotTrap(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pair = AssociationPair(seed: seed)
        pair.network.filter = { _, packet in
            guard generator.hits(30) else { return true }
            Self.mutate(&packet, &generator)
            return true
        }
        pair.first.start(now: .zero)
        pair.second.start(now: .zero)
        for round in 0..<60 {
            let association = round % 2 == 0 ? pair.first : pair.second
            try? association.send(
                generator.bytes(1 + Int(generator.next() % 4000)),
                on: UInt16(round % 3),
                protocolID: 53,
                isUnordered: round % 5 == 0,
                reliability: round % 4 == 0 ? .retransmissions(1) : .reliable,
                now: pair.now
            )
            if round % 10 == 9 { association.resetStream(UInt16(round % 3), now: pair.now) }
            pair.run(for: .milliseconds(100))
        }
        if seed % 4 == 0 { pair.first.shutdown(now: pair.now) }
        pair.run(for: .seconds(200))
        for association in [pair.first, pair.second] {
            let bound = association.configuration.receiveWindow + association.configuration.maxIncomingMessageSize
            #expect(association.receiver.cost <= bound)
        }
    }

    private static func mutate(_ packet: inout [UInt8], _ generator: inout SeededGenerator) {
        for _ in 0...Int(generator.next() % 4) {
            switch generator.next() % 4 {
            case 0: packet[Int(generator.next() % UInt64(packet.count))] = UInt8(truncatingIfNeeded: generator.next())
            case 1: packet.removeLast(Int(generator.next() % UInt64(max(1, packet.count - 20))))
            case 2: packet += generator.bytes(Int(generator.next() % 40))
            default:
                let offset = 12 + Int(generator.next() % UInt64(max(1, packet.count - 12)))
                if offset < packet.count { packet[offset] ^= 1 << UInt8(generator.next() % 8) }
            }
        }
        if packet.count >= 16 { CommonHeader.seal(&packet) }
    }

    /// Without a right checksum, tag or port nothing is even looked at.
    @Test func packetsThatAreNotForUsDisturbNothing() throws {
        let pair = AssociationPair.connected()
        var generator = SeededGenerator(seed: 4)
        var recorded: [[UInt8]] = []
        pair.network.filter = { sender, packet in
            if sender == 0 { recorded.append(packet) }
            return true
        }
        for value in UInt8(0)..<20 { try pair.first.send([value], on: 1, protocolID: 53, now: pair.now) }
        pair.run(for: .seconds(2))
        for packet in recorded {
            for _ in 0..<50 {
                var changed = packet
                changed[Int(generator.next() % UInt64(packet.count))] ^= 1 << UInt8(generator.next() % 8)
                pair.second.receive(changed.span, now: pair.now)
            }
            for offset in [0, 2, 4] {
                var changed = packet
                changed[offset] ^= 1
                CommonHeader.seal(&changed)
                pair.second.receive(changed.span, now: pair.now)
            }
            for count in 0..<packet.count { pair.second.receive(packet.span.extracting(0..<count), now: pair.now) }
        }
        #expect(pair.second.outbox.isEmpty)
        for count in 0..<200 {
            let noise = generator.bytes(count)
            pair.second.receive(noise.span, now: pair.now)
        }
        try pair.first.send([99], on: 1, protocolID: 53, now: pair.now)
        pair.run(for: .seconds(2))
        #expect(pair.secondMessages.map { $0.payload[0] } == [UInt8](0..<20) + [99])
    }

    /// RFC 9260, section 3.2: the two highest bits say whether to go on and whether to report.
    @Test(arguments: [(UInt8(0x3F), false, false), (0x7F, false, true), (0xBF, true, false), (0xFF, true, true)])
    func treatsUnknownChunksByTheirHighBits(_ type: UInt8, _ goesOn: Bool, _ reports: Bool) {
        let pair = AssociationPair.connected()
        pair.deliver(to: 1) { packet in
            packet += [type, 0, 0, 7, 1, 2, 3, 0]
            ChunkWriter.write(.heartbeat, to: &packet) { $0 += [0, 1, 0, 4] }
        }
        let replies = pair.second.outbox.replies
        let types = (0..<replies.count).map { replies[$0].chunks[0] }
        var expected: [UInt8] = []
        if reports { expected.append(ChunkType.error.rawValue) }
        if goesOn { expected.append(ChunkType.heartbeatAck.rawValue) }
        #expect(types == expected)
        if reports { #expect(replies[0].chunks == [9, 0, 0, 15, 0, 6, 0, 11, type, 0, 0, 7, 1, 2, 3, 0]) }
    }

    @Test func endsWithDataWithoutData() {
        let pair = AssociationPair.connected()
        let tsn = pair.second.receiver.tsns.cumulative.next
        let head = DataChunk(tsn: tsn, stream: 1, sequence: 0, protocolID: 1, flags: .whole)
        pair.deliver(to: 1) { head.write(to: &$0, payload: []) }
        pair.run(for: .seconds(1))
        #expect(pair.secondEvents.last == .closed(.protocolViolation))
        #expect(pair.firstEvents.last == .closed(.abortedByPeer))
    }

    @Test func endsWithFragmentsThatContradictEachOther() {
        let wrong: [(UInt16, UInt16, DataChunk.Flags)] = [
            (2, 0, []), (1, 1, []), (1, 0, .unordered), (1, 0, .beginning), (1, 0, .whole),
        ]
        for (stream, sequence, flags) in wrong {
            for reversed in [false, true] where !(reversed && flags.contains(.beginning)) {
                let pair = AssociationPair.connected()
                let base = pair.second.receiver.tsns.cumulative
                let heads = [
                    DataChunk(tsn: base + 1, stream: 1, sequence: 0, protocolID: 1, flags: .beginning),
                    DataChunk(tsn: base + 2, stream: stream, sequence: sequence, protocolID: 1, flags: flags),
                ]
                for head in reversed ? heads.reversed() : heads {
                    pair.deliver(to: 1) { head.write(to: &$0, payload: [1, 2]) }
                }
                #expect(pair.second.state == .ended, "\(stream) \(sequence) \(flags)")
            }
        }
    }

    @Test func ignoresAcknowledgementsOfWhatWasNeverSent() throws {
        let pair = AssociationPair.connected()
        try pair.first.send([1], on: 1, protocolID: 53, now: pair.now)
        _ = pair.first.nextPacket(now: pair.now)
        let before = pair.first.sender.sent.cumulative
        func acknowledge(_ cumulative: TSN, _ blocks: [TSNBlock]) {
            pair.deliver(to: 0) { packet in
                SelectiveAck.write(
                    cumulative: cumulative,
                    receiveWindow: 1000,
                    blocks: blocks,
                    duplicates: [],
                    room: 500,
                    to: &packet
                )
            }
        }
        acknowledge(before + 2, [])
        acknowledge(before, [TSNBlock(first: before + 2, last: before + 2)])
        acknowledge(before + -1, [])
        #expect(pair.first.sender.sent.cumulative == before)
        #expect(pair.first.sender.sent.flightSize == 1)
        acknowledge(before + 1, [])
        #expect(pair.first.sender.sent.isEmpty)
    }

    /// Acknowledgements by gap blocks may be taken back (RFC 9260, section 6.2.1).
    @Test func sendsAgainWhatThePeerHasDropped() throws {
        let pair = AssociationPair.connected()
        for _ in 0..<3 { try pair.first.send([UInt8](repeating: 1, count: 1000), on: 1, protocolID: 53, now: pair.now) }
        while pair.first.nextPacket(now: pair.now) != nil {}
        let base = pair.first.sender.sent.cumulative
        for blocks in [[TSNBlock(first: base + 2, last: base + 3)], []] {
            pair.deliver(to: 0) { packet in
                SelectiveAck.write(
                    cumulative: base,
                    receiveWindow: 100_000,
                    blocks: blocks,
                    duplicates: [],
                    room: 500,
                    to: &packet
                )
            }
            #expect(pair.first.sender.sent.flightSize == (blocks.isEmpty ? 3000 : 1000))
        }
        pair.run(for: .seconds(20))
        #expect(pair.secondMessages.count == 3)
    }
}
