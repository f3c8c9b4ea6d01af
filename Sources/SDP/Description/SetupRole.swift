// SPDX-License-Identifier: MIT

/// Who opens the DTLS association.
///
/// [RFC 8842, section 5](https://www.rfc-editor.org/rfc/rfc8842.html#section-5), with the values of
/// [RFC 4145, section 4](https://www.rfc-editor.org/rfc/rfc4145.html#section-4).
public enum SetupRole: String, Hashable, Sendable, CaseIterable {
    /// Will open it: the DTLS client.
    case active

    /// Waits for the other side to open it: the DTLS server.
    case passive

    /// Leaves the choice to the answerer; what a WebRTC offer says.
    case actpass

    /// Wants no association for now.
    case holdconn
}
