// SPDX-License-Identifier: MIT

/// The mean deviation of the time between packets at the receiver from that at the sender.
///
/// [RFC 3550, appendix A.8](https://www.rfc-editor.org/rfc/rfc3550.html#appendix-A.8).
struct JitterEstimator: Hashable, Sendable {
    private var transit: UInt32?

    /// In sixteenths of ticks.
    private var scaled: UInt32 = 0

    /// In ticks of the codec's clock.
    var jitter: UInt32 { scaled >> 4 }

    /// Takes the next packet; `arrival` is in ticks too, since any start.
    mutating func receive(timestamp: UInt32, arrival: Int64) {
        let transit = UInt32(truncatingIfNeeded: arrival) &- timestamp
        defer { self.transit = transit }
        guard let previous = self.transit else { return }
        let deviation = Int32(bitPattern: transit &- previous).magnitude
        // A jump of hours is no jitter; the bound keeps the sum in range.
        let bounded = min(deviation, UInt32(Int32.max) >> 5)
        scaled = scaled &+ bounded &- ((scaled &+ 8) >> 4)
    }

    /// Forgets the last packet, where the next has nothing to do with it.
    mutating func restart() {
        transit = nil
    }
}
