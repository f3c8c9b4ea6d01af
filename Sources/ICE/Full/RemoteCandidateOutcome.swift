// SPDX-License-Identifier: MIT

/// What became of a candidate of the peer.
public enum RemoteCandidateOutcome: Hashable, Sendable {
    /// It will be checked.
    case added

    /// It was there before.
    case known

    /// It cannot be used here, and does no harm.
    case unusable(ICECandidate.Obstacle)

    /// The address policy refuses it.
    case refused

    /// There are ``ICELimits/remoteCandidates`` already.
    case tooMany
}
