// SPDX-License-Identifier: MIT

/// What an offer and its answer agree on, from the view of the local side.
public struct NegotiatedSession: Hashable, Sendable {
    /// The remote candidates that are kept at most; the rest are dropped.
    public static let maxRemoteCandidates = 64

    /// The ICE credentials of the other side.
    public internal(set) var remoteCredentials: ICECredentials

    /// Whether the other side is an ICE-lite agent.
    public internal(set) var isRemoteICELite: Bool

    /// The values of the other side's `a=candidate` lines, as they came.
    public internal(set) var remoteCandidates: [String]

    /// Whether the other side says that it has no more candidates.
    public internal(set) var hasAllRemoteCandidates: Bool

    /// The hashes that the other side's certificate must have: all of SHA-256, SHA-384 or SHA-512, one or more.
    ///
    /// A certificate is the right one if it has any of them
    /// ([RFC 8122, section 5](https://www.rfc-editor.org/rfc/rfc8122.html#section-5)).
    public internal(set) var remoteFingerprints: [Fingerprint]

    /// Whether the local side opens the DTLS association.
    public internal(set) var isDTLSClient: Bool

    /// All sections, in the order of both descriptions.
    public internal(set) var sections: [NegotiatedSection]

    /// The audio section.
    public var audio: NegotiatedMedia? { media(.audio) }

    /// The video section, if one is agreed on.
    public var video: NegotiatedMedia? { media(.video) }

    /// The section for data channels, if one is agreed on.
    public var dataChannel: NegotiatedDataChannel? {
        for section in sections {
            if case .dataChannel(let channel) = section.content { return channel }
        }
        return nil
    }

    private func media(_ kind: NegotiatedMedia.Kind) -> NegotiatedMedia? {
        for section in sections {
            if case .media(let media) = section.content, media.kind == kind { return media }
        }
        return nil
    }
}

/// One media section, at its place in both descriptions.
public struct NegotiatedSection: Hashable, Sendable {
    /// What the section is for.
    public enum Content: Hashable, Sendable {
        /// Audio or video.
        case media(NegotiatedMedia)

        /// Data channels.
        case dataChannel(NegotiatedDataChannel)

        /// Nothing: one of both sides has switched it off.
        case rejected
    }

    /// The name of the section; nil where the offer gives none.
    public internal(set) var mid: String?

    /// What the section is for.
    public internal(set) var content: Content
}

/// What is agreed on for SCTP.
public struct NegotiatedDataChannel: Hashable, Sendable {
    /// The SCTP port of the local side.
    public internal(set) var localPort: UInt16

    /// The SCTP port of the other side.
    public internal(set) var remotePort: UInt16

    /// The largest message that the other side takes, in bytes; nil for no limit.
    public internal(set) var remoteMaxMessageSize: Int?
}
