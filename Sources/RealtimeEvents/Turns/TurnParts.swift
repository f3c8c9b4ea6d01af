// SPDX-License-Identifier: MIT

/// Something that a turn was given.
public struct TurnInput: Hashable, Sendable {
    /// Where it comes from.
    public enum Kind: String, Hashable, Sendable {
        /// A message of the user, written or spoken.
        case user
        /// The output of a function.
        case toolOutput = "tool_output"
    }

    /// Where it comes from.
    public var kind: Kind
    /// The conversation item; nil if it has not been named yet.
    public var itemID: String?
    /// The call that it is the output of.
    public var callID: String?
    /// The text, the transcript or the output; nil for speech without a transcript.
    public var text: String?
    /// What transcribing it has used.
    public var transcriptionUsage: Usage?

    /// An input of this kind, with what is known of it.
    public init(_ kind: Kind, _ itemID: String? = nil, _ text: String? = nil) {
        self.kind = kind
        self.itemID = itemID
        self.text = text
    }
}

/// A function that the model calls.
public struct TurnToolCall: Hashable, Sendable {
    /// What the call and its output have in common.
    public var callID: String
    /// The function.
    public var name: String?
    /// A JSON text; nil until it is complete.
    public var arguments: String?
    /// Which output item of the response.
    var outputIndex: Int?
}

/// What a turn failed with.
public struct TurnError: Hashable, Sendable {
    /// The kind of error.
    public var type: String?
    /// The exact error.
    public var code: String?
    /// What happened, for people.
    public var message: String?
}

/// How a turn ended.
public enum TurnStatus: String, Hashable, Sendable {
    case completed, cancelled, incomplete, failed
}
