// SPDX-License-Identifier: MIT

/// What the local side takes and sends of one kind of media.
public struct LocalMedia: Hashable, Sendable {
    /// The codecs; an offer has them in this order, an answer in that of the offer.
    public var codecs: [RTPCodec]

    /// Whether DTMF digits are taken beside the first codec.
    public var takesTelephoneEvents: Bool

    /// What this side would do if the other wants the same.
    public var direction: MediaDirection = .sendrecv

    /// The feedback that is understood.
    public var feedback: RTCPFeedback

    /// The header extensions that are understood.
    public var extensions: [RTPHeaderExtension]

    /// The SSRC of what is sent.
    public var ssrc: UInt32

    /// The stream that what is sent belongs to; `-` for none.
    public var streamID: String

    /// The track that is sent.
    public var trackID: String

    /// Opus, DTMF digits and retransmission, the mid and the audio level.
    public static func audio(ssrc: UInt32, streamID: String = "-", trackID: String) -> LocalMedia {
        LocalMedia(
            codecs: [.opus],
            takesTelephoneEvents: true,
            feedback: .nack,
            extensions: [.audioLevel, .mid],
            ssrc: ssrc,
            streamID: streamID,
            trackID: trackID
        )
    }

    /// VP8 and H.264, retransmission, both requests for key frames, and the mid.
    public static func video(ssrc: UInt32, streamID: String = "-", trackID: String) -> LocalMedia {
        LocalMedia(
            codecs: [.vp8, .h264],
            takesTelephoneEvents: false,
            feedback: [.nack, .pictureLoss, .fullIntraRequest],
            extensions: [.mid],
            ssrc: ssrc,
            streamID: streamID,
            trackID: trackID
        )
    }
}
