// SPDX-License-Identifier: MIT

/// A row of a vocabulary's table: one event.
public struct EventDefinition: Hashable, Sendable {
    /// What the vocabulary calls it.
    public let name: String
    /// Who sends it.
    public let direction: EventDirection
    /// What it means; nil where that depends on what is in the event.
    public let type: EventType?
    /// Its members, `type` apart.
    public let fields: [FieldDefinition]
}

/// A member that an event can have.
public struct FieldDefinition: Hashable, Sendable {
    /// What its value must be.
    public enum ValueType: String, Hashable, Sendable {
        /// `{…}`
        case object
        /// `[…]`
        case array
        /// `"…"`
        case string
        /// A number without fraction or exponent.
        case integer
        /// A number.
        case number
        /// `true` or `false`.
        case boolean
        /// Whatever there is.
        case any
    }

    /// Its name; a member of an object member has both names, with a dot between them.
    public let path: String
    /// Whether an event without it is wrong; for a member of a member, if that one is there.
    public let isRequired: Bool
    /// Whether it may be `null` instead.
    public let isNullable: Bool
    /// What its value must be.
    public let valueType: ValueType

    /// Reads the form of the tables: `path:type`, `path*:type` if required, `path:type?` if nullable.
    init?(_ text: Substring) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, var path = parts.first, var type = parts.last else { return nil }
        isRequired = path.last == "*"
        if isRequired { path.removeLast() }
        isNullable = type.last == "?"
        if isNullable { type.removeLast() }
        guard let valueType = ValueType(rawValue: String(type)) else { return nil }
        self.path = String(path)
        self.valueType = valueType
    }

    /// The form of the tables.
    public var notation: String { "\(path)\(isRequired ? "*" : ""):\(valueType.rawValue)\(isNullable ? "?" : "")" }
}
