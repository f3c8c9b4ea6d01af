// SPDX-License-Identifier: MIT

/// How a section for data channels is read for an agreement.
extension MediaSection {
    /// The size that holds where `a=max-message-size` is missing, in bytes.
    ///
    /// [RFC 8841, section 6](https://www.rfc-editor.org/rfc/rfc8841.html#section-6).
    static let defaultMaxMessageSize = 65_536

    /// Whether the `m=` line has the SCTP port in place of `webrtc-datachannel`.
    var hasPortAsFormat: Bool { formats.first != "webrtc-datachannel" }

    /// What the section says for SCTP; nil where the port is 0 or unreadable.
    ///
    /// A section that names no port has the one that all stacks use, 5000.
    func dataChannel(from localPort: UInt16) -> NegotiatedDataChannel? {
        let port: Int?
        if hasAttribute("sctp-port") || hasAttribute("sctpmap") {
            port = sctpPort
        } else {
            port = hasPortAsFormat ? formats.first.flatMap { $0[...].decimal } : 5000
        }
        guard let port, port > 0, let remotePort = UInt16(exactly: port) else { return nil }
        let size = maxMessageSize ?? Self.defaultMaxMessageSize
        return NegotiatedDataChannel(
            localPort: localPort,
            remotePort: remotePort,
            remoteMaxMessageSize: size == 0 ? nil : size
        )
    }
}
