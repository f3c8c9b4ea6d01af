// SPDX-License-Identifier: MIT

internal import Bridge
internal import SDP
internal import Signaling
internal import WebRTC

extension RelayError {
    /// The error for a call that the bridge refuses.
    init(_ refusal: BridgeRefusal, provider: String?) {
        switch refusal {
        case .malformedOffer(let line):
            self.init(.notSDP, stage: .offer, param: "sdp", provider: provider, line: line)
        case .unanswerableOffer(let error):
            self.init(
                .unanswerableOffer,
                stage: .offer,
                message: "The offer cannot be answered: \(error.code.rawValue).",
                param: "sdp",
                provider: provider,
                line: error.line
            )
        case .unusableAnswer(let error):
            self.init(
                .invalidUpstreamAnswer,
                stage: .answer,
                message: "The provider's answer does not fit the relay's offer: \(error.code.rawValue).",
                provider: provider,
                line: error.line
            )
        case .malformedAnswer(let line):
            self.init(.invalidUpstreamAnswer, stage: .answer, provider: provider, line: line)
        case .unreachableProvider(let error):
            self.init(.invalidUpstreamAnswer, stage: .answer, message: Self.message(of: error), provider: provider)
        case .full: self.init(full: "The loop has as many connections as it takes.", provider: provider)
        case .noResources(let why):
            self.init(.mediaUnavailable, stage: .request, message: why, provider: provider)
            setRetryAfter(seconds: Self.fullRetryAfterSeconds)
        case .draining: self.init(.shuttingDown, stage: .request, provider: provider)
        case .noSuchState: self.init(.callNotFound, stage: .request, param: "call_id", provider: provider)
        case .otherSession: self.init(.preconditionFailed, stage: .request, param: "if-match", provider: provider)
        case .changesConnection:
            self.init(
                .unanswerableOffer,
                stage: .offer,
                message: "The new offer changes the connection: only its ICE credentials may be others.",
                param: "sdp",
                provider: provider
            )
        }
    }

    private static func message(of error: UnreachablePeerError) -> String {
        switch error {
        case .noCandidates: "The provider's answer has no candidates, so that its media is nowhere."
        case .refusedCandidates:
            """
            The provider's answer has private or loopback addresses only. If that is meant, set \
            `allow_private_candidates` in the provider's `bridge`.
            """
        case .unusableCandidates: "The provider's answer has no candidate that the relay has a socket for."
        }
    }

    /// The error where there are as many calls as there may be.
    init(full message: String, provider: String?) {
        self.init(.callLimitReached, stage: .request, message: message, provider: provider)
        setRetryAfter(seconds: Self.fullRetryAfterSeconds)
    }
}
