// SPDX-License-Identifier: MIT

/// The protocol of a datagram, by its first bytes (RFC 7983 section 7, RFC 5761 section 4).
///
///              +----------------+
///              |        [0..3] -+--> STUN
///              |      [16..19] -+--> ZRTP          dropped
///              |      [20..63] -+--> DTLS
///              |      [64..79] -+--> TURN channel  dropped
///              |    [128..191] -+--> RTP, or RTCP if the second byte is 192 to 223
///              +----------------+
public enum DatagramKind: Hashable, Sendable {
    /// STUN, if the rest holds to it.
    case stun

    /// DTLS.
    case dtls

    /// RTP, most likely protected.
    case rtp

    /// RTCP, most likely protected.
    case rtcp

    /// Nothing that is wanted here.
    case other

    /// Looks at the first two bytes.
    public init(_ datagram: Span<UInt8>) {
        guard datagram.count > 0 else {
            self = .other
            return
        }
        switch datagram[0] {
        case 0...3: self = .stun
        case 20...63: self = .dtls
        case 128...191:
            // The shortest are a header of RTP and an empty receiver report.
            guard datagram.count >= 8 else {
                self = .other
                return
            }
            self = (192...223).contains(datagram[1]) ? .rtcp : .rtp
        default: self = .other
        }
    }
}
