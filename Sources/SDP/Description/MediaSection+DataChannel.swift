// SPDX-License-Identifier: MIT

/// The section that WebRTC data channels use.
///
/// [RFC 8841](https://www.rfc-editor.org/rfc/rfc8841.html), and the drafts before it, which some stacks still write:
/// `m=application 9 DTLS/SCTP 5000` with `a=sctpmap:5000 webrtc-datachannel 65535`.
extension MediaSection {
    /// Whether this is SCTP over DTLS, in either form.
    public var isDataChannel: Bool {
        media == "application" && ["UDP/DTLS/SCTP", "TCP/DTLS/SCTP", "DTLS/SCTP"].contains(transport)
    }

    /// Whether the section is in the form of the drafts, with the SCTP port in the `m=` line.
    public var isLegacyDataChannel: Bool { isDataChannel && (transport == "DTLS/SCTP" || hasAttribute("sctpmap")) }

    /// The SCTP port from `a=sctp-port`, or in the old form from `a=sctpmap`; nil where neither gives one.
    ///
    /// [RFC 8841, section 5](https://www.rfc-editor.org/rfc/rfc8841.html#section-5).
    public var sctpPort: Int? {
        let text =
            attribute("sctp-port")
            ?? attribute("sctpmap").map { map in String(map.prefix { $0 != " " }) }
        guard let text, let port = UInt16(text) else { return nil }
        return Int(port)
    }

    /// The largest message, in bytes, that the writer of the section takes; 0 is no limit, nil means 65536.
    ///
    /// [RFC 8841, section 6](https://www.rfc-editor.org/rfc/rfc8841.html#section-6).
    public var maxMessageSize: Int? {
        attribute("max-message-size").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}
