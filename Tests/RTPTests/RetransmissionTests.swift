// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("Retransmission")
struct RetransmissionTests {
    private let interval: Duration = .milliseconds(50)

    private func resent(
        _ buffer: inout RetransmissionBuffer,
        _ numbers: [UInt16],
        at now: Duration
    ) -> [[UInt8]] {
        var sent: [[UInt8]] = []
        buffer.resend(NACK(sender: 1, source: 2, sequenceNumbers: numbers), now: now, interval: interval) { bytes in
            sent.append(bytes.indices.map { bytes[$0] })
        }
        return sent
    }

    @Test("packets that are asked for are sent again, in the order asked for")
    func resend() {
        var buffer = RetransmissionBuffer()
        #expect(resent(&buffer, [1], at: .zero).isEmpty)
        for number: UInt16 in [65534, 65535, 0, 1] {
            buffer.store([UInt8(truncatingIfNeeded: number), 7].span, sequenceNumber: number, now: .zero)
        }
        #expect(resent(&buffer, [65535, 0, 5], at: .zero) == [[255, 7], [0, 7]])
        #expect(buffer.resentPackets == 2 && buffer.refusedPackets == 2)
    }

    @Test("a packet is not sent again within the interval, nor more often than the limit")
    func resendLimits() {
        var buffer = RetransmissionBuffer()
        buffer.store([1].span, sequenceNumber: 1, now: .zero)
        #expect(resent(&buffer, [1], at: .milliseconds(10)).count == 1)
        #expect(resent(&buffer, [1], at: .milliseconds(59)).isEmpty)
        #expect(resent(&buffer, [1], at: .milliseconds(60)).count == 1)
        #expect(resent(&buffer, [1], at: .milliseconds(200)).count == 1)
        #expect(resent(&buffer, [1], at: .milliseconds(300)).isEmpty)
        #expect(buffer.refusedPackets == 1)
        // Kept anew, it counts anew.
        buffer.store([1].span, sequenceNumber: 1, now: .milliseconds(300))
        #expect(resent(&buffer, [1], at: .milliseconds(300)).count == 1)
    }

    @Test("old packets are not sent again, and only as many are kept as the limit says")
    func ageAndSize() {
        var limits = RetransmissionBuffer.Limits()
        limits.packets = 4
        limits.packetLength = 3
        var buffer = RetransmissionBuffer(limits: limits)
        for number in 0..<8 { buffer.store([UInt8(number)].span, sequenceNumber: UInt16(number), now: .zero) }
        #expect(resent(&buffer, Array(0..<8), at: .seconds(1)) == [[4], [5], [6], [7]])
        #expect(resent(&buffer, [4], at: .seconds(1) + .nanoseconds(1)).isEmpty)
        buffer.store([1, 2, 3].span, sequenceNumber: 8, now: .zero)
        buffer.store([1, 2, 3, 4].span, sequenceNumber: 9, now: .zero)
        #expect(resent(&buffer, [8, 9, 5], at: .zero) == [[1, 2, 3]])
    }

    @Test("a message of many entries costs no more than what is kept")
    func manyEntries() {
        var buffer = RetransmissionBuffer()
        buffer.store([1].span, sequenceNumber: 1, now: .zero)
        let entries = Array(repeating: NACK.Entry(first: 1, following: 0xFFFF), count: 5000)
        var sent = 0
        buffer.resend(NACK(sender: 1, source: 2, entries: entries), now: .zero, interval: interval) { _ in sent += 1 }
        #expect(sent == 1)
        #expect(buffer.refusedPackets == 64 * 16)
    }

    /// What is asked for, with a tracker as in a receiver.
    private struct Source {
        var tracker = SequenceTracker(probationPackets: 0)
        var generator: NACKGenerator

        init(limits: NACKGenerator.Limits = NACKGenerator.Limits()) {
            generator = NACKGenerator(limits: limits)
        }

        mutating func receive(_ numbers: UInt16..., at milliseconds: Int = 0) {
            for number in numbers {
                generator.receive(number, verdict: tracker.receive(number), now: .milliseconds(milliseconds))
            }
        }

        mutating func request(at milliseconds: Int) -> [UInt16] {
            let now: Duration = .milliseconds(milliseconds)
            guard let nack = generator.makeRequest(sender: 1, source: 2, now: now, interval: .milliseconds(50)) else {
                return []
            }
            var numbers: [UInt16] = []
            nack.forEachSequenceNumber { numbers.append($0) }
            return numbers
        }
    }

    @Test("a gap is asked for once it is no mere reordering")
    func gap() {
        var source = Source()
        source.receive(65533, 65534)
        #expect(source.generator.due == nil && source.request(at: 0).isEmpty)
        source.receive(2)
        #expect(source.generator.due == .milliseconds(10))
        #expect(source.request(at: 9).isEmpty)
        source.receive(0)
        #expect(source.request(at: 10) == [65535, 1])
        #expect(source.generator.requestedPackets == 2)
        #expect(source.generator.recoveredPackets == 0)
        source.receive(1)
        #expect(source.generator.recoveredPackets == 1)
    }

    @Test("a packet is asked for at intervals, and given up after the limit")
    func repetition() {
        var source = Source()
        source.receive(1, 3)
        var asked: [Int] = []
        for now in 0..<1000 where !source.request(at: now).isEmpty { asked.append(now) }
        #expect(asked == [10, 60, 110, 160, 210])
        #expect(source.generator.due == nil)
    }

    @Test("old gaps are given up")
    func age() {
        var source = Source()
        source.receive(1, 3)
        #expect(source.request(at: 500) == [2])
        source.receive(5, at: 501)
        #expect(source.request(at: 511) == [4])
        #expect(source.request(at: 1002).isEmpty)
        #expect(source.generator.due == nil)
    }

    @Test("large gaps are not asked for, and no more is remembered than the limit says")
    func bounds() {
        var source = Source()
        source.receive(0, 65)
        #expect(source.request(at: 10).count == 64)
        source.receive(131)
        #expect(source.generator.due == nil && source.request(at: 20).isEmpty)

        var limits = NACKGenerator.Limits()
        limits.missing = 3
        var small = Source(limits: limits)
        small.receive(0, 3, 6)
        #expect(small.request(at: 10) == [2, 4, 5])
    }

    @Test("a source that begins anew leaves nothing to ask for")
    func restart() {
        var source = Source()
        source.receive(1, 3, 40000)
        #expect(source.generator.due != nil)
        source.receive(40001)
        #expect(source.generator.due == nil)
        source.receive(40003)
        #expect(source.request(at: 10) == [40002])
    }
}
