// SPDX-License-Identifier: MIT

/// So many messages in a second, and as many at once.
///
/// The generic cell rate algorithm (ITU-T I.371, annex A): a token bucket that keeps one time instead of a count.
struct MessageRate: Sendable {
    private let interval: Duration
    private let tolerance: Duration
    /// When the bucket is full again.
    private var isFullAt: Duration?

    /// - Parameter perSecond: A positive number.
    init(perSecond: Int) {
        precondition(perSecond > 0, "a rate of no messages")
        interval = .seconds(1) / perSecond
        tolerance = interval * (perSecond - 1)
    }

    /// Whether one more message may come at this time; one that may not takes nothing.
    mutating func admits(at now: Duration) -> Bool {
        let full = max(isFullAt ?? now, now)
        guard full - now <= tolerance else { return false }
        isFullAt = full + interval
        return true
    }
}
