// SPDX-License-Identifier: MIT

/// The formulas of priorities (RFC 8445 sections 5.1.2.1 and 6.1.2.3).
public enum CandidatePriority {
    /// The highest priority of a candidate.
    public static let maximum: UInt32 = 0x7FFF_FFFF

    /// The priority of a candidate; the component is 1 to 256.
    public static func candidate(type: CandidateType, localPreference: UInt16, component: UInt16 = 1) -> UInt32 {
        precondition((1...256).contains(component), "a component out of range")
        return type.preference << 24 | UInt32(localPreference) << 8 + (256 - UInt32(component))
    }

    /// The priority of a pair; a candidate's is taken as ``maximum`` at most.
    public static func pair(controlling: UInt32, controlled: UInt32) -> UInt64 {
        let first = UInt64(min(controlling, maximum))
        let second = UInt64(min(controlled, maximum))
        return min(first, second) << 32 + 2 * max(first, second) + (first > second ? 1 : 0)
    }
}
