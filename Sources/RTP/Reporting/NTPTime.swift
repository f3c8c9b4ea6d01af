// SPDX-License-Identifier: MIT

/// A time in the 64 bits of NTP: seconds, and fractions of 2^-32 seconds.
///
/// [RFC 3550, section 4](https://www.rfc-editor.org/rfc/rfc3550.html#section-4). Reports only ever compare times of one
/// clock, so that it may begin anywhere, as the RFC allows for senders without a wall clock.
public struct NTPTime: Hashable, Sendable {
    /// All 64 bits.
    public var rawValue: UInt64

    /// Makes a time of its bits.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The time since the clock began; a negative one is taken for 0, and seconds wrap around at 2^32.
    public init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else {
            rawValue = 0
            return
        }
        let fraction = UInt64(attoseconds / 1_000_000_000) << 32 / 1_000_000_000
        rawValue = UInt64(truncatingIfNeeded: seconds) << 32 | fraction
    }

    /// The 32 bits in the middle, in units of 2^-16 seconds.
    public var middle: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 16) }

    /// A difference of middle bits as a duration.
    static func duration(middle: UInt32) -> Duration {
        .nanoseconds((Int64(middle) * 1_000_000_000) >> 16)
    }
}
