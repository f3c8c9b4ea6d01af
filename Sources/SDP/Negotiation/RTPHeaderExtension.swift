// SPDX-License-Identifier: MIT

/// The RTP header extensions that are understood.
///
/// [RFC 8285](https://www.rfc-editor.org/rfc/rfc8285.html).
public enum RTPHeaderExtension: Hashable, Sendable, CaseIterable {
    /// The level of the audio in a packet ([RFC 6464](https://www.rfc-editor.org/rfc/rfc6464.html)).
    case audioLevel

    /// The mid of the section that a packet belongs to
    /// ([RFC 9143, section 15.1](https://www.rfc-editor.org/rfc/rfc9143.html#section-15.1)).
    case mid

    /// The name in `a=extmap`.
    public var uri: String {
        switch self {
        case .audioLevel: "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
        case .mid: "urn:ietf:params:rtp-hdrext:sdes:mid"
        }
    }
}
