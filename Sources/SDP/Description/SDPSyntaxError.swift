// SPDX-License-Identifier: MIT

/// Why a text cannot be read as a session description, and where.
///
/// Holds nothing of the text, so that it is safe to log. Equality includes the position.
public struct SDPSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of syntax error; raw values are stable and fit for a metric label.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There are more bytes than `SDPLimits.maxBytes`.
        case tooLarge = "too_large"

        /// There are more `m=` lines than `SDPLimits.maxMediaSections`.
        case tooManyMediaSections = "too_many_media_sections"

        /// A byte begins no valid UTF-8 sequence.
        case notUTF8 = "not_utf8"

        /// There is a NUL, another control character, or a CR without an LF.
        case controlCharacter = "control_character"

        /// The text does not begin with the line `v=0`.
        case notSDP = "not_sdp"

        /// A line `m=` does not hold media, port, transport and at least one format.
        case malformedMediaLine = "malformed_media_line"
    }

    /// What is wrong.
    public var code: Code

    /// The line, counted from 1.
    public var line: Int

    /// The byte in the line, counted from 1.
    public var column: Int

    /// The position and the code.
    public var description: String { "\(line):\(column): \(code.rawValue)" }

    init(_ code: Code, line: Int = 1, column: Int = 1) {
        self.code = code
        self.line = line
        self.column = column
    }
}

extension SDPSyntaxError {
    init(_ fault: TextFault, in line: TextLine) {
        let code: Code =
            switch fault.kind {
            case .notUTF8: .notUTF8
            case .controlCharacter, .strayCarriageReturn: .controlCharacter
            }
        self.init(code, line: line.number, column: line.column(of: fault.offset))
    }
}
