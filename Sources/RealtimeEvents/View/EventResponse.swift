// SPDX-License-Identifier: MIT

public import JSONText

/// The response part of an event: what was asked for, or what has become of it.
public struct EventResponse: Sendable {
    /// The object.
    public let object: JSONObjectView

    init(_ object: JSONObjectView) {
        self.object = object
    }

    /// The response's name.
    public var id: String? { object.string("id") }

    /// `in_progress`, `completed`, `cancelled`, `incomplete` or `failed`.
    public var status: String? { object.string("status") }

    /// Why it ended so.
    public var statusDetails: JSONObjectView? { object.object("status_details") }

    /// What it failed with.
    public var error: EventError? { statusDetails?.object("error").map(EventError.init) }

    /// The conversation that it belongs to; nil for one out of band.
    public var conversationID: String? { object.string("conversation_id") }

    /// The items that it has put out.
    public var output: [EventItem] { object.objects("output").map(EventItem.init) }

    /// What it has used.
    public var usage: JSONObjectView? { object.object("usage") }

    /// The members that none of the above reads, in the order of the text.
    public var extra: [JSONMember] {
        object.members(besides: ["id", "status", "status_details", "conversation_id", "output", "usage"])
    }
}
