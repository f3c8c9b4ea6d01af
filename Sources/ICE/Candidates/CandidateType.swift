// SPDX-License-Identifier: MIT

/// How a candidate was found out (RFC 8445 section 4), with its type preference (section 5.1.2.2).
public enum CandidateType: String, CaseIterable, Hashable, Sendable {
    /// An address of the agent's own.
    case host

    /// What a STUN server sees.
    case serverReflexive = "srflx"

    /// What the peer sees.
    case peerReflexive = "prflx"

    /// An address of a TURN server.
    case relayed = "relay"

    /// 0 to 126; more is better.
    public var preference: UInt32 {
        switch self {
        case .host: 126
        case .peerReflexive: 110
        case .serverReflexive: 100
        case .relayed: 0
        }
    }
}
