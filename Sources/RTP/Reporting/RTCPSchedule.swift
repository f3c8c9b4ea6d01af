// SPDX-License-Identifier: MIT

/// When the next report is due.
///
/// [RFC 3550, section 6.2](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.2) and 6.3.1, for two members: five
/// seconds for the mean, half of it before the first, and a random factor of 0.5 to 1.5. The share of 5 % of the
/// bandwidth is never reached by two members at this interval.
public struct RTCPSchedule: Hashable, Sendable {
    /// The least mean time between two reports of RFC 3550.
    public static let defaultInterval: Duration = .seconds(5)

    /// When the next report is due.
    public private(set) var due: Duration

    private let interval: Duration

    /// Begins; the first report is due after about half the interval.
    public init(
        now: Duration,
        interval: Duration = RTCPSchedule.defaultInterval,
        using random: inout some RandomNumberGenerator
    ) {
        self.interval = interval
        due = now + Self.randomized(interval / 2, using: &random)
    }

    /// Whether a report is to be sent.
    public func isDue(now: Duration) -> Bool { now >= due }

    /// Notes that a report is sent.
    public mutating func sent(now: Duration, using random: inout some RandomNumberGenerator) {
        due = now + Self.randomized(interval, using: &random)
    }

    /// Asks for a report at once, as before leaving or with feedback.
    public mutating func hurry(now: Duration) {
        due = min(due, now)
    }

    // The RFC divides by e - 3/2 to make up for its timer reconsideration, which two members do not need: without it
    // the mean is the interval itself.
    private static func randomized(_ interval: Duration, using random: inout some RandomNumberGenerator) -> Duration {
        interval * Double.random(in: 0.5...1.5, using: &random)
    }
}
