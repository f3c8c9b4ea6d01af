// SPDX-License-Identifier: MIT

/// What a packet on a port for both RTP and RTCP is.
///
/// [RFC 5761, section 4](https://www.rfc-editor.org/rfc/rfc5761.html#section-4).
public enum PacketKind: Hashable, Sendable {
    case rtp
    case rtcp

    /// Tells by the first two bytes; nil for what is neither, by
    /// [RFC 7983, section 7](https://www.rfc-editor.org/rfc/rfc7983.html#section-7).
    ///
    /// The second byte of RTCP is 192 to 223; of RTP it is marker and payload type, which are never chosen from 64 to
    /// 95 for this reason.
    public init?(of packet: Span<UInt8>) {
        guard packet.count >= 2, (128...191).contains(packet[0]) else { return nil }
        self = (192...223).contains(packet[1]) ? .rtcp : .rtp
    }
}
