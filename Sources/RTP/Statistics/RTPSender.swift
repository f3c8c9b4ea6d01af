// SPDX-License-Identifier: MIT

/// What is known of one source that packets are sent from, and of how they arrive.
public struct RTPSender: Sendable {
    /// The source.
    public let ssrc: UInt32

    /// The rate of the codec's clock, in Hz.
    public let clockRate: Int

    /// Packets sent.
    public private(set) var packets: UInt64 = 0

    /// Bytes of payload sent.
    public private(set) var bytes: UInt64 = 0

    /// What the other side last reported.
    public private(set) var lastReport: ReceptionReport?

    /// The last measured time to the other side and back.
    public private(set) var roundTrip: Duration?

    private var last: (timestamp: UInt32, sent: Duration)?
    private var packetsAtLastReport: UInt64 = 0

    /// Begins without a packet; the clock rate is in Hz, above 0.
    public init(ssrc: UInt32, clockRate: Int) {
        ClockRate.check(clockRate)
        self.ssrc = ssrc
        self.clockRate = clockRate
    }

    /// Notes a packet that is sent.
    ///
    /// - Parameters:
    ///   - timestamp: Its timestamp.
    ///   - payloadLength: The length of its payload, in bytes.
    ///   - now: When it is sent.
    ///   - advancesClock: False for telephone events and packets with another clock rate, whose timestamps say nothing
    ///     of the time.
    public mutating func send(timestamp: UInt32, payloadLength: Int, now: Duration, advancesClock: Bool = true) {
        packets += 1
        bytes += UInt64(max(0, payloadLength))
        if advancesClock || last == nil { last = (timestamp, now) }
    }

    /// Whether packets were sent since the last sender report.
    public var isActive: Bool { packets > packetsAtLastReport }

    /// Makes a sender report without blocks; nil before the first packet.
    ///
    /// The timestamp is that of the same instant as the time, as
    /// [RFC 3550, section 6.4.1](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.4.1) asks for.
    public mutating func makeReport(now: Duration) -> SenderReport? {
        guard let last else { return nil }
        packetsAtLastReport = packets
        let elapsed = (now - last.sent).ticks(of: clockRate)
        return SenderReport(
            ssrc: ssrc,
            time: NTPTime(now),
            timestamp: last.timestamp &+ UInt32(truncatingIfNeeded: elapsed),
            packets: UInt32(truncatingIfNeeded: packets),
            bytes: UInt32(truncatingIfNeeded: bytes)
        )
    }

    /// Takes a block about this source out of a report of the other side; others are ignored.
    public mutating func receive(_ report: ReceptionReport, now: Duration) {
        guard report.ssrc == ssrc else { return }
        lastReport = report
        if let measured = report.roundTrip(now: NTPTime(now)) { roundTrip = measured }
    }
}
