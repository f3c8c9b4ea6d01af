// SPDX-License-Identifier: MIT

/// A report block: how the packets of one source are received.
///
/// [RFC 3550, section 6.4.1](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.4.1).
public struct ReceptionReport: Hashable, Sendable {
    /// The length of a block, in bytes.
    static let length = 24

    /// The values of ``cumulativeLost`` that fit its 24 bits.
    public static let cumulativeLostRange: ClosedRange<Int32> = -0x80_0000...0x7F_FFFF

    /// The source that is reported on.
    public var ssrc: UInt32

    /// The part of packets lost since the last report, in 1/256.
    public var fractionLost: UInt8 = 0

    /// The packets lost since the source began; written as the nearest value in ``cumulativeLostRange``.
    public var cumulativeLost: Int32 = 0

    /// The highest sequence number, extended.
    public var highestSequenceNumber: UInt32 = 0

    /// The jitter in ticks of the codec's clock.
    public var jitter: UInt32 = 0

    /// The middle bits of the time in the last sender report; 0 if none came.
    public var lastSenderReport: UInt32 = 0

    /// The time since then, in units of 2^-16 seconds.
    public var delaySinceLastSenderReport: UInt32 = 0

    /// A report on a source of which nothing is known.
    public init(ssrc: UInt32) {
        self.ssrc = ssrc
    }

    /// Measures the time that a packet takes to the reporter and back.
    ///
    /// - Parameter now: The time by the clock of our own sender reports.
    /// - Returns: The time; nil if the reporter has no sender report, or says nonsense.
    public func roundTrip(now: NTPTime) -> Duration? {
        guard lastSenderReport != 0 else { return nil }
        let elapsed = now.middle &- lastSenderReport &- delaySinceLastSenderReport
        // A little below 0 is the rounding of both; far below 0 is a lie or another clock.
        guard elapsed < 0x8000_0000 else { return 0 &- elapsed <= Self.tolerance ? .zero : nil }
        return NTPTime.duration(middle: elapsed)
    }

    /// 10 ms, in units of 2^-16 seconds.
    private static let tolerance: UInt32 = 655

    init(parsing bytes: Span<UInt8>, at offset: Int) {
        ssrc = bytes.uint32(at: offset)
        let lost = bytes.uint32(at: offset + 4)
        fractionLost = UInt8(truncatingIfNeeded: lost >> 24)
        // The sign is bit 23.
        cumulativeLost = Int32(bitPattern: lost << 8) >> 8
        highestSequenceNumber = bytes.uint32(at: offset + 8)
        jitter = bytes.uint32(at: offset + 12)
        lastSenderReport = bytes.uint32(at: offset + 16)
        delaySinceLastSenderReport = bytes.uint32(at: offset + 20)
    }

    func write(to bytes: inout [UInt8]) {
        let range = Self.cumulativeLostRange
        let lost = UInt32(bitPattern: min(max(cumulativeLost, range.lowerBound), range.upperBound)) & 0xFF_FFFF
        bytes.append(ssrc)
        bytes.append(UInt32(fractionLost) << 24 | lost)
        bytes.append(highestSequenceNumber)
        bytes.append(jitter)
        bytes.append(lastSenderReport)
        bytes.append(delaySinceLastSenderReport)
    }
}
