// SPDX-License-Identifier: MIT

/// One media section: an `m=` line and the lines that follow it up to the next.
///
/// [RFC 8866, section 5.14](https://www.rfc-editor.org/rfc/rfc8866.html#section-5.14).
public struct MediaSection: Hashable, Sendable, AttributeScope {
    /// The media type: `audio`, `video`, `application` and others.
    public let media: String

    /// The port, 0 to 65535; 9 stands for "not known yet" where ICE is used.
    public let port: Int

    /// The number after the port and a slash, if there is one.
    public let portCount: Int?

    /// The transport: `UDP/TLS/RTP/SAVPF`, `UDP/DTLS/SCTP` and others.
    public let transport: String

    /// RTP payload types, or for a data channel `webrtc-datachannel` (in the old form, the SCTP port).
    public internal(set) var formats: [String] = []

    /// All lines of the section, the `m=` line first.
    public internal(set) var lines: [SessionDescription.Line]

    /// The name of the section in groups.
    ///
    /// [RFC 5888, section 4](https://www.rfc-editor.org/rfc/rfc5888.html#section-4).
    public var mid: String? { attribute("mid") }

    /// Whether the section is only to be used if it stays in its BUNDLE group.
    ///
    /// [RFC 9143, section 6](https://www.rfc-editor.org/rfc/rfc9143.html#section-6).
    public var isBundleOnly: Bool { hasAttribute("bundle-only") }

    /// Whether the section is switched off: its port is 0 and it is not bundle-only.
    ///
    /// [RFC 3264, section 5.1](https://www.rfc-editor.org/rfc/rfc3264.html#section-5.1) for offers,
    /// [section 6](https://www.rfc-editor.org/rfc/rfc3264.html#section-6) for answers.
    public var isRejected: Bool { port == 0 && !isBundleOnly }
}
