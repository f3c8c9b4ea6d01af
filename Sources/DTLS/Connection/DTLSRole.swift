// SPDX-License-Identifier: MIT

/// Who begins the handshake, by `a=setup` ([RFC 8842, section 5](https://www.rfc-editor.org/rfc/rfc8842.html#section-5)).
public enum DTLSRole: Hashable, Sendable {
    /// `active`: sends the ClientHello.
    case client
    /// `passive`: waits for it.
    case server
}
