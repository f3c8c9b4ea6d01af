// SPDX-License-Identifier: MIT

/// Why a text is no session object.
public enum SessionError: Error, Hashable, Sendable {
    /// Not JSON; the offset is in bytes from the start of the text.
    case notJSON(offset: Int, reason: String)
    /// JSON, but no object.
    case notAnObject
    /// A member that the relay must understand has the wrong type; named from where the caller began to write, such
    /// as `session.model`.
    case wrongType(member: String, expected: String)
    /// A member that must be there is not.
    case missing(member: String)
    /// A member that the relay must understand stands there twice; decoders would disagree on which one counts.
    case duplicateMember(String)
}
