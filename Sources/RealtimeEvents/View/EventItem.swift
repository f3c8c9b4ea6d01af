// SPDX-License-Identifier: MIT

public import JSONText

/// A conversation item: a message, a function call, its output, or whatever else a provider has.
public struct EventItem: Sendable {
    /// The object.
    public let object: JSONObjectView

    /// Takes the object.
    public init(_ object: JSONObjectView) {
        self.object = object
    }

    /// The item's name.
    public var id: String? { object.string("id") }

    /// Such as `message`, `function_call` or `function_call_output`.
    public var type: String? { object.string("type") }

    /// `user`, `assistant` or `system`, of a message.
    public var role: String? { object.string("role") }

    /// `in_progress`, `completed` or `incomplete`.
    public var status: String? { object.string("status") }

    /// The parts of a message.
    public var content: [JSONObjectView] { object.objects("content") }

    /// The function of a call.
    public var name: String? { object.string("name") }

    /// What a call and its output have in common.
    public var callID: String? { object.string("call_id") }

    /// The arguments of a call, a JSON text.
    public var arguments: String? { object.string("arguments") }

    /// The output of a call.
    public var output: String? { object.string("output") }

    /// The texts and transcripts of all parts, in order; nil if there is none.
    public var text: String? {
        var pieces: [String] = []
        for part in content {
            if let text = part.string("text") ?? part.string("transcript") { pieces.append(text) }
        }
        return pieces.isEmpty ? nil : pieces.joined()
    }

    /// The members that none of the above reads, in the order of the text.
    public var extra: [JSONMember] {
        object.members(besides: ["id", "type", "role", "status", "content", "name", "call_id", "arguments", "output"])
    }
}
