// SPDX-License-Identifier: MIT

/// How a line of a session description ends.
///
/// [RFC 8866, section 5](https://www.rfc-editor.org/rfc/rfc8866.html#section-5) asks for CRLF and wants parsers to
/// take a single LF as well.
public enum LineEnding: Hashable, Sendable {
    case crlf
    case lf

    /// The text stops without a line end; only a last line can.
    case none
}
