// SPDX-License-Identifier: MIT

/// How many calls may be set up in a second, and at once.
struct SetUpRate {
    private var tokens = 0.0
    private var filledAt: Duration?

    /// Takes a place; false if the second has none left.
    mutating func take(perSecond rate: Int, now: Duration) -> Bool {
        let capacity = Double(rate)
        if let filledAt {
            let (seconds, attoseconds) = (now - filledAt).components
            tokens = min(capacity, tokens + capacity * (Double(seconds) + Double(attoseconds) / 1e18))
        } else {
            tokens = capacity
        }
        filledAt = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
