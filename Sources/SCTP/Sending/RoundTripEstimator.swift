// SPDX-License-Identifier: MIT

/// The retransmission timeout from measured round trips,
/// [RFC 9260, section 6.3.1](https://www.rfc-editor.org/rfc/rfc9260.html#section-6.3.1).
struct RoundTripEstimator {
    private let range: ClosedRange<Duration>
    /// Smoothed, nil before the first measurement.
    private(set) var smoothed: Duration?
    private var variation = Duration.zero
    /// The timeout now.
    private(set) var timeout: Duration

    init(initial: Duration, range: ClosedRange<Duration>) {
        self.range = range
        timeout = min(max(initial, range.lowerBound), range.upperBound)
    }

    mutating func measured(_ roundTrip: Duration) {
        let roundTrip = max(roundTrip, .zero)
        if let before = smoothed {
            let difference = before > roundTrip ? before - roundTrip : roundTrip - before
            variation = (variation * 3 + difference) / 4
            smoothed = (before * 7 + roundTrip) / 8
        } else {
            smoothed = roundTrip
            variation = roundTrip / 2
        }
        endBackOff()
    }

    /// Sets the timeout to what was measured; it was doubled for a reason other than the way.
    mutating func endBackOff() {
        if let smoothed { timeout = clamped(smoothed + variation * 4) }
    }

    /// Doubles the timeout (section 6.3.3, rule E2).
    mutating func backOff() {
        timeout = clamped(timeout * 2)
    }

    private func clamped(_ timeout: Duration) -> Duration {
        min(max(timeout, range.lowerBound), range.upperBound)
    }
}
