// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("Receiver statistics")
struct RTPReceiverTests {
    private func receiver(_ numbers: [UInt16], probation: Int = 0) throws -> RTPReceiver {
        var receiver = RTPReceiver(ssrc: 1, clockRate: 48000, probationPackets: probation)
        for number in numbers { receiver.receive(try parseHeader(packet(number)), now: .zero) }
        return receiver
    }

    @Test("packets and bytes are counted without those of the probation")
    func counts() throws {
        let receiver = try receiver([1, 2, 3], probation: 2)
        #expect(receiver.packets == 2 && receiver.bytes == 6)
        #expect(receiver.isValid && receiver.cumulativeLost == 0)
        #expect(try !self.receiver([1], probation: 2).isValid)
        #expect(try self.receiver([1], probation: 2).cumulativeLost == 0)
    }

    @Test("sequence numbers wrap around")
    func wrapAround() throws {
        let receiver = try receiver([65534, 65535, 0, 1])
        #expect(receiver.highestSequenceNumber == 0x1_0001)
        #expect(receiver.cumulativeLost == 0 && receiver.packets == 4)
        let twice = try self.receiver((0..<140_000).map { UInt16(truncatingIfNeeded: $0) })
        #expect(twice.highestSequenceNumber == 139_999)
        #expect(twice.cumulativeLost == 0)
    }

    @Test("loss is what is expected less what came; late packets make it good, duplicates hide it")
    func loss() throws {
        #expect(try receiver([1, 2, 5]).cumulativeLost == 2)
        #expect(try receiver([1, 2, 5, 4, 3]).cumulativeLost == 0)
        #expect(try receiver([1, 2, 2, 2]).cumulativeLost == -2)
        #expect(try receiver([65535, 1]).cumulativeLost == 1)
    }

    @Test("the fraction is of the packets since the last report")
    func fraction() throws {
        var receiver = try receiver([0, 1, 2, 3])
        #expect(receiver.makeReport(now: .zero).fractionLost == 0)
        for number: UInt16 in [4, 7] { receiver.receive(try parseHeader(packet(number)), now: .zero) }
        let report = receiver.makeReport(now: .zero)
        // Two of four.
        #expect(report.fractionLost == 128)
        #expect(report.cumulativeLost == 2 && report.highestSequenceNumber == 7)
        #expect(receiver.makeReport(now: .zero).fractionLost == 0)
        // More came than was expected: RFC 3550, appendix A.3 has 0.
        for number: UInt16 in [8, 6, 5] { receiver.receive(try parseHeader(packet(number)), now: .zero) }
        #expect(receiver.makeReport(now: .zero).fractionLost == 0)
    }

    @Test("a restart begins the count anew")
    func restart() throws {
        var receiver = try receiver([1, 2, 9])
        _ = receiver.makeReport(now: .zero)
        for number: UInt16 in [40000, 40001, 40003] { receiver.receive(try parseHeader(packet(number)), now: .zero) }
        #expect(receiver.suspectPackets == 1)
        let report = receiver.makeReport(now: .zero)
        #expect(report.highestSequenceNumber == 40003 && report.cumulativeLost == 1)
        // One of three.
        #expect(report.fractionLost == 85)
    }

    @Test("jitter follows RFC 3550, appendix A.8")
    func jitter() throws {
        var receiver = RTPReceiver(ssrc: 1, clockRate: 8000, probationPackets: 0)
        func take(_ number: UInt16, _ timestamp: UInt32, _ milliseconds: Int) throws {
            receiver.receive(try parseHeader(packet(number, timestamp: timestamp)), now: .milliseconds(milliseconds))
        }
        // Every 20 ms, also across the wrap-around of the timestamp: none.
        try take(0, .max - 159, 1000)
        try take(1, 0, 1020)
        try take(2, 160, 1040)
        #expect(receiver.jitter == 0)
        // 16 ms late: |D| is 128 ticks, and 128 / 16 = 8.
        try take(3, 320, 1076)
        #expect(receiver.jitter == 8)
        #expect(receiver.jitterDuration == .milliseconds(1))
        // Back in time: |D| is 128 again; 8 + (128 - 8) / 16 = 15.5.
        try take(4, 480, 1080)
        #expect(receiver.jitter == 15)
        // Telephone events stand still and do not count.
        receiver.receive(try parseHeader(packet(5, timestamp: 480)), now: .seconds(2), measuresJitter: false)
        #expect(receiver.jitter == 15)
    }

    @Test("jumps of the timestamp keep the jitter in range")
    func jitterBounds() throws {
        var receiver = RTPReceiver(ssrc: 1, clockRate: 48000, probationPackets: 0)
        for number in 0..<2000 {
            let timestamp: UInt32 = number % 2 == 0 ? 0 : 0x8000_0000
            receiver.receive(try parseHeader(packet(UInt16(number), timestamp: timestamp)), now: .zero)
        }
        #expect(receiver.jitter <= UInt32(Int32.max) >> 5)
        #expect(receiver.jitter > UInt32(Int32.max) >> 6)
    }

    @Test("reports tell which sender report came last, and when")
    func senderReports() throws {
        var receiver = try receiver([1, 2])
        #expect(receiver.makeReport(now: .seconds(9)).lastSenderReport == 0)
        let time = NTPTime(rawValue: 0x1122_3344_5566_7788)
        let report = SenderReport(ssrc: 1, time: time, timestamp: 0, packets: 0, bytes: 0)
        receiver.receive(report, now: .seconds(10))
        let block = receiver.makeReport(now: .milliseconds(11_500))
        #expect(block.lastSenderReport == 0x3344_5566)
        #expect(block.delaySinceLastSenderReport == 3 << 15)
        // That of another source is not ours.
        receiver.receive(SenderReport(ssrc: 2, time: time, timestamp: 0, packets: 0, bytes: 0), now: .seconds(11))
        #expect(receiver.makeReport(now: .milliseconds(11_500)).delaySinceLastSenderReport == 3 << 15)
    }

    @Test("packets in any order disturb nothing")
    func randomNumbers() throws {
        var random = SplitMix64(state: 7)
        var receiver = RTPReceiver(ssrc: 1, clockRate: 48000)
        for step in 0..<20_000 {
            let bytes = packet(UInt16.random(in: .min ... .max, using: &random), timestamp: UInt32(random.next() >> 32))
            receiver.receive(try parseHeader(bytes), now: .seconds(Int64.random(in: 0...1 << 40, using: &random)))
            if step % 100 == 0 { _ = receiver.makeReport(now: .zero) }
        }
        #expect(receiver.packets + receiver.suspectPackets <= 20_000)
    }
}
