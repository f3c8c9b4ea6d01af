// SPDX-License-Identifier: MIT

/// What is agreed on for an audio or video section.
public struct NegotiatedMedia: Hashable, Sendable {
    /// The kinds of media.
    public enum Kind: Hashable, Sendable {
        case audio
        case video
    }

    /// The SSRCs of the other side that are kept at most; the rest are dropped.
    public static let maxRemoteSSRCs = 16

    /// The kind of media.
    public internal(set) var kind: Kind

    /// The name of the section, which the header extension `mid` carries; nil where the offer gives none.
    public internal(set) var mid: String?

    /// Which way media flow, from the view of the local side.
    public internal(set) var direction: MediaDirection

    /// The codecs, telephone events last; one or more.
    public internal(set) var codecs: [NegotiatedCodec]

    /// The header extensions.
    public internal(set) var extensions: [NegotiatedExtension]

    /// Whether RTCP packets may come without a report in front
    /// ([RFC 5506](https://www.rfc-editor.org/rfc/rfc5506.html)).
    public internal(set) var takesReducedSizeRTCP: Bool

    /// The SSRCs that the other side says it sends with; empty where it does not say.
    public internal(set) var remoteSSRCs: [UInt32]

    /// The id of a header extension for packets that the local side sends, if it is agreed on.
    public func sendingID(of kind: RTPHeaderExtension) -> UInt8? {
        extensions.first { $0.kind == kind && $0.direction.sends }?.id
    }

    /// The id of a header extension in packets that the local side receives, if it is agreed on.
    public func receivingID(of kind: RTPHeaderExtension) -> UInt8? {
        extensions.first { $0.kind == kind && $0.direction.receives }?.id
    }
}

/// A codec with its payload types.
public struct NegotiatedCodec: Hashable, Sendable {
    /// The codec.
    public internal(set) var codec: RTPCodec

    /// The payload type of packets that the local side sends: what the other side's description says.
    public internal(set) var sendingPayloadType: UInt8

    /// The payload type of packets that the local side receives: what its own description says.
    public internal(set) var receivingPayloadType: UInt8

    /// What the other side's `a=fmtp` says behind the payload type; nil without one.
    public internal(set) var remoteParameters: String?

    /// The feedback that both sides understand.
    public internal(set) var feedback: RTCPFeedback

    /// Whether these are DTMF digits rather than audio.
    public var isTelephoneEvent: Bool { codec.name == RTPCodec.telephoneEventName }
}

/// A header extension with its id.
public struct NegotiatedExtension: Hashable, Sendable {
    /// The extension.
    public internal(set) var kind: RTPHeaderExtension

    /// The id, the same in both directions: 1 to 14, or up to 255 where the two-byte form may be mixed in.
    public internal(set) var id: UInt8

    /// Who may use it, from the view of the local side.
    public internal(set) var direction: MediaDirection
}
