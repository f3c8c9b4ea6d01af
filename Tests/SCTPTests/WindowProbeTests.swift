// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

/// A peer that takes what is beyond its window, as aiortc does: it announces no room, and acknowledges all the same.
@Suite("Probes of a closed window")
struct WindowProbeTests {
    fileprivate static let messageCount = 200

    /// When the sender has sent DATA, and what the other end announces.
    fileprivate final class Line {
        let pair = AssociationPair.connected()
        var isClosed = true
        var losesAcks = false
        private(set) var dataTimes: [Duration] = []

        init() {
            pair.network.filter = { [unowned self] sender, packet in
                if sender == 0 {
                    if packet.chunkOffset(of: .data) != nil { dataTimes.append(pair.now) }
                    return true
                }
                guard let offset = packet.chunkOffset(of: .selectiveAck) else { return true }
                if isClosed {
                    // The window stands behind the head of the chunk and the cumulative number.
                    packet.replaceSubrange(offset + 8..<offset + 12, with: [0, 0, 0, 0])
                    CommonHeader.seal(&packet)
                }
                return !losesAcks
            }
        }

        /// A line whose window has been closed for a minute, and more to be sent than there is room for.
        static func probing() throws -> Line {
            let line = Line()
            try line.send()
            line.pair.run(for: .seconds(60))
            return line
        }

        func send() throws {
            for index in 0..<WindowProbeTests.messageCount {
                let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 1000)
                try pair.first.send(payload, on: 1, protocolID: 53, now: pair.now)
            }
        }

        /// The times between packets with DATA, once the window is known to be closed.
        var gaps: [Duration] {
            let probes = dataTimes.drop { $0 == dataTimes[0] }
            return zip(probes.dropFirst(), probes).map { $0 - $1 }
        }
    }

    @Test("the time between two doubles, from the retransmission timeout to its maximum")
    func backsOff() throws {
        let line = Line()
        try line.send()
        line.pair.run(for: .seconds(120))
        let configuration = SCTPConfiguration.testing
        let gaps = line.gaps
        try #require(gaps.count > 6)
        #expect(gaps[0] == configuration.minTimeout)
        for (gap, next) in zip(gaps, gaps.dropFirst()) {
            #expect(next == min(gap * 2, configuration.maxTimeout))
        }
        #expect(gaps.last == configuration.maxTimeout)
        // 120 s, nearly all of them in steps of the maximum.
        #expect(gaps.count < 45)
        #expect(line.pair.isConnected)
        #expect(line.pair.secondMessages.count < Self.messageCount)
    }

    @Test("once room is announced, all goes at once, in order, and the next closed window is probed anew")
    func goesOnAtOnce() throws {
        let line = try Line.probing()
        line.isClosed = false
        let before = line.dataTimes.count
        let start = line.pair.now
        line.announce()
        line.pair.network.flush()
        #expect(line.dataTimes.count > before)
        #expect(line.dataTimes.last == start)
        line.pair.run(for: .seconds(2)) { line.pair.secondMessages.count == Self.messageCount }
        #expect(line.pair.secondMessages.map { $0.payload[0] } == (0..<Self.messageCount).map { UInt8($0) })

        // What the other end has announced so far is under way no more.
        line.pair.run(for: .seconds(1))
        line.isClosed = true
        let count = line.dataTimes.count
        try line.send()
        line.pair.run(for: .seconds(2))
        let again = line.dataTimes.dropFirst(count).drop { $0 == line.dataTimes[count] }.prefix(2)
        #expect(again.count == 2)
        #expect(again.last.map { $0 - again[again.startIndex] } == SCTPConfiguration.testing.minTimeout)
    }

    @Test("room whose announcement was lost is found by the next probe")
    func findsRoom() throws {
        let line = try Line.probing()
        line.isClosed = false
        let all = line.pair.run(for: SCTPConfiguration.testing.maxTimeout + .seconds(2)) {
            line.pair.secondMessages.count == Self.messageCount
        }
        #expect(all)
    }

    @Test("a peer that does not answer probes is given up")
    func givesUp() throws {
        let line = try Line.probing()
        line.losesAcks = true
        line.pair.run(for: .seconds(300)) { line.pair.first.state == .ended }
        #expect(line.pair.firstEvents.contains(.closed(.timedOut)))
    }
}

extension WindowProbeTests.Line {
    /// Tells the sender of the room without its asking.
    fileprivate func announce() {
        let cumulative = pair.second.receiver.tsns.cumulative
        pair.deliver(to: 0) { packet in
            ChunkWriter.write(.selectiveAck, to: &packet) { value in
                value.append(cumulative.value)
                value.append(UInt32(1 << 20))
                value.append(UInt32(0))
            }
        }
    }
}

extension [UInt8] {
    /// Where the first chunk of a type begins in a packet.
    fileprivate func chunkOffset(of type: ChunkType) -> Int? {
        var offset = CommonHeader.count
        while offset + 4 <= count {
            if self[offset] == type.rawValue { return offset }
            let length = Int(self[offset + 2]) << 8 | Int(self[offset + 3])
            offset += Swift.max(4, (length + 3) & ~3)
        }
        return nil
    }
}
