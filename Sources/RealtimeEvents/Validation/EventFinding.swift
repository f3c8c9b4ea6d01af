// SPDX-License-Identifier: MIT

/// Something about an event that its vocabulary does not have so.
///
/// For in-band errors and for people who look for a mistake; never a reason not to forward an event.
public struct EventFinding: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; the raw value is stable.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The text is no object.
        case notAnObject = "not_an_object"
        /// The event has no name, or one that is no string.
        case missingType = "missing_type"
        /// The vocabulary has no such event in this direction.
        case unknownEvent = "unknown_event"
        /// A member that the event needs is not there.
        case missingField = "missing_field"
        /// A member's value is of another type.
        case wrongType = "wrong_type"
        /// Two members of one object have the same name; decoders disagree on which one counts.
        case repeatedMember = "repeated_member"
        /// Audio that is not base64.
        case invalidBase64 = "invalid_base64"

        /// What it says of an event, in a few words.
        public var meaning: String {
            switch self {
            case .notAnObject: "the text is no object"
            case .missingType: "the event has no name, or one that is no string"
            case .unknownEvent: "the vocabulary has no such event in this direction"
            case .missingField: "a required member is not there"
            case .wrongType: "a member's value is of another type"
            case .repeatedMember: "two members of one object have the same name"
            case .invalidBase64: "audio is not base64 with its padding"
            }
        }
    }

    /// What is wrong.
    public let code: Code
    /// The member at fault, with dots between names, as the error of an API names its `param`; empty for the event.
    public let path: String
    /// The type that the member must have.
    public let expected: FieldDefinition.ValueType?
    /// Where in the text, in bytes from its start: the value, or the object that lacks it.
    public let offset: Int

    init(_ code: Code, _ path: String = "", expected: FieldDefinition.ValueType? = nil, offset: Int) {
        self.code = code
        self.path = path
        self.expected = expected
        self.offset = offset
    }

    /// A sentence for people, with nothing of the text but names of members.
    public var message: String {
        switch code {
        case .notAnObject: "an event is a JSON object"
        case .missingType: "the event has no type"
        case .unknownEvent: code.meaning
        case .missingField: "\(path) is required"
        case .wrongType: "\(path) must be \(expected.map(Self.phrase) ?? "of another type")"
        case .repeatedMember: "\(path) stands twice"
        case .invalidBase64: "\(path) is not base64"
        }
    }

    /// `MESSAGE [CODE]`.
    public var description: String { "\(message) [\(code.rawValue)]" }

    private static func phrase(_ type: FieldDefinition.ValueType) -> String {
        switch type {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .integer: "an integer"
        case .number: "a number"
        case .boolean: "true or false"
        case .any: "any value"
        }
    }
}
