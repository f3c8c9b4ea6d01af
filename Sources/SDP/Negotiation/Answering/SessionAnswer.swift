// SPDX-License-Identifier: MIT

/// An answer of the local side's own to an offer, and what both agree on.
///
/// Follows [RFC 9429, section 5.3](https://www.rfc-editor.org/rfc/rfc9429.html#section-5.3): a section for each of the
/// offer, in its order, with the offer's mids and payload types; what is not taken stays in place with port 0. One
/// transport carries the call: the first audio section that can be answered, and of the other sections those in the same
/// BUNDLE group, at most one for video and one for data channels.
public struct SessionAnswer: Sendable {
    /// The answer.
    public let description: SessionDescription

    /// What is agreed on.
    public let session: NegotiatedSession

    /// The answer as bytes, with CR LF.
    public var bytes: [UInt8] { description.serialized }

    /// Answers an offer; costs time in proportion to it.
    ///
    /// - Throws: ``NegotiationError`` where no call could come of it.
    public init(to offer: SessionDescription, from local: LocalPeer) throws(NegotiationError) {
        let plan = try AnswerPlan(for: offer, local: local)
        let transport = try RemoteTransport(of: plan.carrier, tag: plan.offeredTag, in: offer)
        let isClient: Bool
        switch transport.setup {
        case .actpass: isClient = local.prefersActiveSetup
        case .passive: isClient = true
        case .active: isClient = false
        case .holdconn, nil:
            let code: NegotiationError.Code = transport.hasSetup ? .unsupportedSetup : .missingSetup
            throw NegotiationError(code, line: offer.lineNumber(ofSection: plan.carrier))
        }
        session = NegotiatedSession(
            remoteCredentials: transport.credentials,
            isRemoteICELite: offer.isICELite,
            remoteCandidates: transport.candidates,
            hasAllRemoteCandidates: transport.hasEndOfCandidates,
            remoteFingerprints: transport.fingerprints,
            isDTLSClient: isClient,
            sections: plan.sections
        )
        let writer = AnswerWriter(offer: offer, plan: plan, local: local, setup: isClient ? .active : .passive)
        description = writer.description
    }
}
