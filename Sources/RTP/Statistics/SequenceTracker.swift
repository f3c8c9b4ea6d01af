// SPDX-License-Identifier: MIT

/// Follows the sequence numbers of one source.
///
/// [RFC 3550, appendix A.1](https://www.rfc-editor.org/rfc/rfc3550.html#appendix-A.1).
public struct SequenceTracker: Hashable, Sendable {
    /// The gap up to which a packet counts as the next, in packets.
    public static let maxDropout = 3000

    /// How far a packet may be behind the newest, in packets.
    public static let maxMisorder = 100

    /// What a sequence number says.
    public enum Verdict: Hashable, Sendable {
        /// The source is not yet known to be one: too few packets came in sequence.
        case probation

        /// The packet is the newest; `isRestart` says that the source began anew.
        case newest(isRestart: Bool)

        /// The packet is behind the newest: late, or a duplicate.
        case behind

        /// The number is far from all others; if the next follows it, the source has begun anew.
        case suspect
    }

    /// How many packets in sequence make a source; the RFC has 2, and 0 fits sources that are known by other means.
    public let probationPackets: Int

    /// The number of the first packet, extended.
    private(set) var base: UInt32 = 0

    /// The highest number, with the number of times it wrapped around in the upper half.
    private(set) var highest: UInt32 = 0

    /// Packets that count, duplicates among them.
    private(set) var received: UInt64 = 0

    private var remainingProbation: Int?
    private var suspected: UInt16?

    /// Begins without a packet.
    public init(probationPackets: Int = 2) {
        precondition(probationPackets >= 0, "a probation of \(probationPackets) packets")
        self.probationPackets = probationPackets
    }

    /// Takes the next packet in the order of arrival.
    public mutating func receive(_ number: UInt16) -> Verdict {
        guard let remaining = remainingProbation else {
            remainingProbation = max(0, probationPackets - 1)
            begin(with: number)
            guard probationPackets > 1 else { return count(.newest(isRestart: false)) }
            return .probation
        }
        let step = number &- UInt16(truncatingIfNeeded: highest)
        if remaining > 0 {
            guard step == 1 else {
                remainingProbation = max(0, probationPackets - 1)
                begin(with: number)
                return .probation
            }
            remainingProbation = remaining - 1
            begin(with: number)
            return remaining == 1 ? count(.newest(isRestart: false)) : .probation
        }
        if step == 0 { return count(.behind) }
        if step < Self.maxDropout {
            suspected = nil
            highest &+= UInt32(step)
            return count(.newest(isRestart: false))
        }
        if Int(step) >= 0x10000 - Self.maxMisorder { return count(.behind) }
        guard number == suspected else {
            suspected = number &+ 1
            return .suspect
        }
        begin(with: number)
        return count(.newest(isRestart: true))
    }

    private mutating func begin(with number: UInt16) {
        base = UInt32(number)
        highest = UInt32(number)
        received = 0
        suspected = nil
    }

    private mutating func count(_ verdict: Verdict) -> Verdict {
        received += 1
        return verdict
    }

    /// The number of packets that should have come since the source began, modulo 2^32.
    var expected: UInt32 { highest &- base &+ 1 }
}
