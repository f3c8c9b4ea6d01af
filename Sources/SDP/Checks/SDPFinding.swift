// SPDX-License-Identifier: MIT

/// What a check has to say about one place in an offer or an answer.
///
/// Holds nothing of what was checked, so that it is safe to log and to send to anyone. Equality includes the position.
public struct SDPFinding: Error, Hashable, Sendable, CustomStringConvertible {
    /// What follows from a finding.
    public enum Severity: Hashable, Sendable, CustomStringConvertible {
        /// The offer or answer is not forwarded.
        case refusal

        /// It is forwarded; something about it may surprise.
        case warning

        /// The word that compilers use.
        public var description: String {
            switch self {
            case .refusal: "error"
            case .warning: "warning"
            }
        }
    }

    /// What was found.
    public var code: Code

    /// The line, counted from 1.
    public var line: Int

    /// The byte in the line, counted from 1.
    public var column: Int

    /// What is wrong and how to mend it, for people.
    public var message: String

    /// What follows from it: the same for every finding with this code.
    public var severity: Severity { code.severity }

    /// The finding in the form of compilers, without a file name: `12:1: error: message [code]`.
    public var description: String { "\(line):\(column): \(severity): \(message) [\(code.rawValue)]" }

    init(_ code: Code, line: Int, column: Int = 1, _ message: String) {
        self.code = code
        self.line = line
        self.column = column
        self.message = message
    }
}
