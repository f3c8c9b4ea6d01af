// SPDX-License-Identifier: MIT

internal import RTP
internal import SDP

/// What the hot path needs to know of a payload type, without the description.
struct PeerPayloadType {
    let number: UInt8
    let kind: NegotiatedMedia.Kind
    let clockRate: Int
    let isTelephoneEvent: Bool
    /// Whether what is lost of it may be asked for again.
    let hasNACK: Bool

    /// The payload types of one direction.
    static func all(of session: NegotiatedSession, _ number: (NegotiatedCodec) -> UInt8) -> [PeerPayloadType] {
        [session.audio, session.video].compactMap(\.self).flatMap { media in
            media.codecs.map { codec in
                PeerPayloadType(
                    number: number(codec),
                    kind: media.kind,
                    clockRate: codec.codec.clockRate,
                    isTelephoneEvent: codec.isTelephoneEvent,
                    hasNACK: codec.feedback.contains(.nack)
                )
            }
        }
    }
}

/// One of our own sources: what is sent, and the last of it where the peer may ask for it again.
struct PeerSender {
    var rtp: RTPSender
    /// Protected packets: one that is sent again is the very same, so that its index is not used twice.
    var kept: RetransmissionBuffer?

    /// Takes note of a packet that is sent, as it was written and as it goes.
    mutating func note(_ written: ForwardedPacket, _ protected: Span<UInt8>, advancesClock: Bool, now: Duration) {
        rtp.send(
            timestamp: written.timestamp,
            payloadLength: written.payloadLength,
            now: now,
            advancesClock: advancesClock
        )
        kept?.store(protected, sequenceNumber: written.sequenceNumber, now: now)
    }
}
