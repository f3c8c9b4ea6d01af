// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("Reports and round trip")
struct ReportingTests {
    @Test("times have seconds and fractions")
    func times() {
        #expect(NTPTime(.milliseconds(1500)).rawValue == 0x1_8000_0000)
        #expect(NTPTime(.milliseconds(1500)).middle == 0x0001_8000)
        #expect(NTPTime(.seconds(-1)).rawValue == 0)
        #expect(NTPTime(.milliseconds(-1)).rawValue == 0)
        #expect(NTPTime(.seconds(1 << 33)).rawValue == 0)
        #expect(NTPTime(.seconds(Int64.max)).middle == 0xFFFF_0000)
    }

    @Test("the round trip of the example in RFC 3550, section 6.4.1 is measured")
    func roundTripOfTheExample() {
        // n = 0xb44db705:20000000, A = 0xb710:8000, DLSR = 0x0005:4000, LSR = 0xb705:2000; the trip is 6.125 s.
        var report = ReceptionReport(ssrc: 1)
        report.lastSenderReport = 0xB705_2000
        report.delaySinceLastSenderReport = 0x0005_4000
        #expect(report.roundTrip(now: NTPTime(rawValue: 0xB44D_B710_8000_0000)) == .milliseconds(6125))
    }

    @Test("a round trip that cannot be is none")
    func impossibleRoundTrips() {
        var report = ReceptionReport(ssrc: 1)
        #expect(report.roundTrip(now: NTPTime(.seconds(1))) == nil)
        report.lastSenderReport = NTPTime(.seconds(10)).middle
        report.delaySinceLastSenderReport = NTPTime(.seconds(5)).middle
        #expect(report.roundTrip(now: NTPTime(.seconds(14))) == nil)
        #expect(report.roundTrip(now: NTPTime(.milliseconds(14_995))) == .zero)
        #expect(report.roundTrip(now: NTPTime(.milliseconds(14_985))) == nil)
    }

    @Test("a sender and a receiver measure the trip between them")
    func roundTrip() throws {
        var sender = RTPSender(ssrc: 7, clockRate: 48000)
        #expect(sender.makeReport(now: .seconds(1)) == nil)
        sender.send(timestamp: 96_000, payloadLength: 100, now: .seconds(1))
        let made = sender.makeReport(now: .milliseconds(1500))
        let report = try #require(made)
        #expect(report.timestamp == 120_000 && report.packets == 1 && report.bytes == 100)

        // The receiver's clock began at another time; the report takes 30 ms, the answer leaves 2 s later.
        var receiver = RTPReceiver(ssrc: 7, clockRate: 48000, probationPackets: 0)
        receiver.receive(try parseHeader(packet(1, ssrc: 7)), now: .seconds(500))
        receiver.receive(report, now: .seconds(501))
        let block = receiver.makeReport(now: .seconds(503))
        sender.receive(block, now: .milliseconds(3560))
        let measured = try #require(sender.roundTrip)
        #expect(abs(measured / .milliseconds(1) - 60) < 0.1)
        #expect(sender.lastReport == block)
        sender.receive(ReceptionReport(ssrc: 8), now: .zero)
        #expect(sender.lastReport == block)
    }

    @Test("telephone events do not move the clock of sender reports")
    func telephoneEvents() throws {
        var sender = RTPSender(ssrc: 7, clockRate: 48000)
        sender.send(timestamp: 48_000, payloadLength: 1, now: .seconds(1))
        sender.send(timestamp: 5, payloadLength: 4, now: .seconds(2), advancesClock: false)
        #expect(sender.makeReport(now: .seconds(2))?.timestamp == 96_000)
        #expect(sender.packets == 2 && sender.bytes == 5)
    }

    @Test("timestamps of reports wrap around")
    func timestampWrapAround() throws {
        var sender = RTPSender(ssrc: 7, clockRate: 48000)
        sender.send(timestamp: .max - 47_999, payloadLength: 1, now: .zero)
        #expect(sender.makeReport(now: .seconds(1))?.timestamp == 0)
    }

    @Test("a report is a sender report while packets are sent, and names the sender")
    func regularReport() throws {
        var sender = RTPSender(ssrc: 7, clockRate: 48000)
        var silent = RTPReceiver(ssrc: 9, clockRate: 48000)
        silent.receive(try parseHeader(packet(1, ssrc: 9)), now: .zero)
        var receivers = [silent, RTPReceiver(ssrc: 8, clockRate: 48000, probationPackets: 0)]
        receivers[1].receive(try parseHeader(packet(5, ssrc: 8)), now: .zero)
        var writer = RTCPWriter()
        let cname = Array("local".utf8)

        writer.appendReport(of: &sender, on: &receivers, cname: cname, now: .seconds(1))
        var packets = try parseCompound(writer.bytes, allowsReducedSize: false)
        guard case .receiverReport(let report) = packets[0] else {
            Issue.record("not a receiver report")
            return
        }
        #expect(report.ssrc == 7 && report.reports.map(\.ssrc) == [8])
        #expect(packets[1] == .sourceDescription([SourceDescription(ssrc: 7, cname: cname)]))

        sender.send(timestamp: 0, payloadLength: 10, now: .seconds(1))
        writer.removeAll()
        writer.appendReport(of: &sender, on: &receivers, cname: cname, now: .seconds(6))
        packets = try parseCompound(writer.bytes, allowsReducedSize: false)
        guard case .senderReport(let sent) = packets[0] else {
            Issue.record("not a sender report")
            return
        }
        #expect(sent.packets == 1 && sent.timestamp == 240_000 && sent.reports.count == 1)

        writer.removeAll()
        writer.appendReport(of: &sender, on: &receivers, cname: cname, now: .seconds(11))
        guard case .receiverReport = try parseCompound(writer.bytes)[0] else {
            Issue.record("nothing was sent since")
            return
        }
    }

    @Test("of many receivers the first 31 are reported on")
    func manyReceivers() throws {
        var sender = RTPSender(ssrc: 7, clockRate: 48000)
        var receivers = try (0..<UInt32(40)).map { index in
            var receiver = RTPReceiver(ssrc: index, clockRate: 48000, probationPackets: 0)
            receiver.receive(try parseHeader(packet(1, ssrc: index)), now: .zero)
            return receiver
        }
        var writer = RTCPWriter()
        writer.appendReport(of: &sender, on: &receivers, cname: [], now: .zero)
        guard case .receiverReport(let report) = try parseCompound(writer.bytes)[0] else {
            Issue.record("not a receiver report")
            return
        }
        #expect(report.reports.map(\.ssrc) == Array(0..<31))
    }

    @Test("reports come after 2.5 to 7.5 s, the first after half of it")
    func schedule() {
        var random = SplitMix64(state: 1)
        var first: [Duration] = []
        var others: [Duration] = []
        for _ in 0..<500 {
            var schedule = RTCPSchedule(now: .seconds(100), using: &random)
            first.append(schedule.due - .seconds(100))
            #expect(!schedule.isDue(now: schedule.due - .nanoseconds(1)) && schedule.isDue(now: schedule.due))
            let sent = schedule.due
            schedule.sent(now: sent, using: &random)
            others.append(schedule.due - sent)
        }
        #expect(first.allSatisfy { (.milliseconds(1250) ... .milliseconds(3750)).contains($0) })
        #expect(others.allSatisfy { (.milliseconds(2500) ... .milliseconds(7500)).contains($0) })
        // Both ends of the range are used.
        #expect(others.contains { $0 < .seconds(3) } && others.contains { $0 > .seconds(7) })

        var schedule = RTCPSchedule(now: .zero, using: &random)
        schedule.hurry(now: .milliseconds(10))
        #expect(schedule.due == .milliseconds(10))
        schedule.hurry(now: .milliseconds(20))
        #expect(schedule.due == .milliseconds(10))
    }
}
