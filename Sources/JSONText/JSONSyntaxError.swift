// SPDX-License-Identifier: MIT

/// Why a text is not JSON (RFC 8259), and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; the raw value is stable and safe as a metric label.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The text ends in the middle of a value.
        case unexpectedEnd = "unexpected_end"
        /// A byte that cannot stand here.
        case unexpectedByte = "unexpected_byte"
        /// A number that breaks the grammar, such as `01` or `1.`.
        case invalidNumber = "invalid_number"
        /// A `\` escape that JSON does not have.
        case invalidEscape = "invalid_escape"
        /// A control character inside a string.
        case controlCharacter = "control_character"
        /// The bytes are not UTF-8.
        case notUTF8 = "not_utf8"
        /// Something other than white space after the value.
        case trailingBytes = "trailing_bytes"
        /// Arrays and objects are nested deeper than the limit.
        case tooDeep = "too_deep"
        /// The text has more bytes than the caller takes.
        case tooLarge = "too_large"
    }

    /// What is wrong.
    public let code: Code
    /// Where, in bytes from the start of the text.
    public let offset: Int

    /// A short text without any of the input.
    public var description: String { "\(code.rawValue) at byte \(offset)" }
}
