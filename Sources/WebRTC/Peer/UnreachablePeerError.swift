// SPDX-License-Identifier: MIT

internal import ICE
internal import SDP

/// Why no check can be sent to a peer, by its answer.
///
/// There will never be a way to one that is ICE-lite, as it sends none itself. A full agent may still be reached at an
/// address that its own checks come from (RFC 8445 section 7.3.1.3).
public enum UnreachablePeerError: String, Error, Hashable, Sendable {
    /// Its answer has no candidates, and nothing trickles in after one over HTTP.
    case noCandidates = "no_candidates"
    /// All candidates that could be used are at addresses that the policy refuses.
    case refusedCandidates = "refused_candidates"
    /// All candidates are names, of other transports, or of an address family that no socket of ours has.
    case unusableCandidates = "unusable_candidates"
}

extension ICEAgent {
    /// Why no check can be sent to the peer of the session, as far as its answer goes; nil if one can.
    func hindrance(toward session: NegotiatedSession) -> UnreachablePeerError? {
        guard !session.remoteCandidates.isEmpty else { return .noCandidates }
        var hindrance = UnreachablePeerError.unusableCandidates
        for text in session.remoteCandidates {
            guard let candidate = ICECandidate(ofAttribute: text), hasLocal(for: candidate) else { continue }
            switch outcome(of: candidate) {
            case .added, .known, .tooMany: return nil
            case .refused: hindrance = .refusedCandidates
            case .unusable: break
            }
        }
        return hindrance
    }
}

extension ICECandidate {
    /// Reads the value of an `a=candidate` line; nil if it is none.
    init?(ofAttribute value: String) {
        guard let candidate = try? ICECandidate(parsing: "candidate:" + value) else { return nil }
        self = candidate
    }
}
