// SPDX-License-Identifier: MIT

extension Duration {
    /// The duration in ticks of a clock, to the nanosecond; beyond the range of the result it wraps around, as RTP
    /// timestamps do.
    func ticks(of clockRate: Int) -> Int64 {
        let (seconds, attoseconds) = components
        let nanoseconds = attoseconds / 1_000_000_000
        return seconds &* Int64(clockRate) &+ nanoseconds * Int64(clockRate) / 1_000_000_000
    }
}

/// The clock rates that are taken, in Hz; above it the arithmetic of ticks could overflow.
enum ClockRate {
    static let range = 1...1_000_000_000

    static func check(_ clockRate: Int) {
        precondition(range.contains(clockRate), "a clock rate of \(clockRate) Hz")
    }
}
