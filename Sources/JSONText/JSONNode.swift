// SPDX-License-Identifier: MIT

/// One value of a JSON text, as a range into its bytes.
public struct JSONNode: Hashable, Sendable {
    /// What a value is.
    public enum Kind: Hashable, Sendable {
        /// `{…}`
        case object
        /// `[…]`
        case array
        /// `"…"`
        case string
        /// A number, with its text as it came.
        case number
        /// `true`
        case `true`
        /// `false`
        case `false`
        /// `null`
        case null
    }

    /// What the value is.
    public let kind: Kind
    /// The bytes of the value, brackets and quotes included.
    public let range: Range<Int>
}

/// A member of a JSON object.
public struct JSONMember: Hashable, Sendable {
    /// The name, a string node.
    public let name: JSONNode
    /// The value.
    public let value: JSONNode
}
