// SPDX-License-Identifier: MIT

public import JSONText

/// The error part of an event.
public struct EventError: Sendable {
    /// The object.
    public let object: JSONObjectView

    init(_ object: JSONObjectView) {
        self.object = object
    }

    /// The kind of error, such as `invalid_request_error`.
    public var type: String? { object.string("type") }

    /// The exact error.
    public var code: String? { object.string("code") }

    /// What happened, for people.
    public var message: String? { object.string("message") }

    /// The parameter that is at fault.
    public var param: String? { object.string("param") }

    /// The client's event that caused it.
    public var clientEventID: String? { object.string("event_id") ?? object.string("client_event_id") }

    /// The members that none of the above reads, in the order of the text.
    public var extra: [JSONMember] {
        object.members(besides: ["type", "code", "message", "param", "event_id", "client_event_id"])
    }
}
