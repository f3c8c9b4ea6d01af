// SPDX-License-Identifier: MIT

/// How many durations were at most so long, for a few bounds.
struct Histogram {
    /// In seconds, from an answer of the relay's own to the longest that an upstream may take.
    static let bounds: InlineArray<12, Double> = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]
    static let microseconds: InlineArray<12, Int64> = [
        1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 10_000_000, 60_000_000,
    ]

    /// For each bound what is at most that, and above the bound before it; last what is above all.
    private(set) var counts = InlineArray<13, Int>(repeating: 0)
    private(set) var sum = Duration.zero

    mutating func note(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let time = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        var bucket = 0
        while bucket < Self.microseconds.count, time > Self.microseconds[bucket] { bucket += 1 }
        counts[bucket] += 1
        sum += duration
    }

    mutating func add(_ other: Histogram) {
        for bucket in counts.indices { counts[bucket] += other.counts[bucket] }
        sum += other.sum
    }
}
