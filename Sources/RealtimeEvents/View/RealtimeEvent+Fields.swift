// SPDX-License-Identifier: MIT

public import JSONText

extension RealtimeEvent {
    /// The value of a field, as a node of ``document``.
    public subscript(field: EventField) -> JSONNode? { fields.node(field, in: document) }

    /// The text of a string field; nil for other kinds.
    public func string(_ field: EventField) -> String? { self[field].flatMap(document.string) }

    /// The value of an integer field; nil for other kinds.
    public func integer(_ field: EventField) -> Int? { self[field].flatMap(document.integer) }

    /// The object that a field is; nil for other kinds.
    public func object(_ field: EventField) -> JSONObjectView? { JSONObjectView(self[field], in: document) }

    /// The bytes of a field's value.
    public func raw(_ field: EventField) -> ArraySlice<UInt8>? { self[field].map(document.raw) }

    /// The sender's name of this event.
    public var eventID: String? { string(.eventID) }

    /// The item that the event is about, by its id.
    public var itemID: String? { string(.itemID) ?? item?.id }

    /// The response that the event belongs to.
    public var responseID: String? { string(.responseID) ?? response?.id }

    /// The call of a function that the event belongs to.
    public var callID: String? { string(.callID) ?? item?.callID }

    /// Which output item of the response.
    public var outputIndex: Int? { integer(.outputIndex) }

    /// Which content part of the item.
    public var contentIndex: Int? { integer(.contentIndex) }

    /// What the event says of a session.
    public var session: EventSession? { object(.session).map(EventSession.init) }

    /// The conversation item in the event.
    public var item: EventItem? { object(.item).map(EventItem.init) }

    /// The response in the event.
    public var response: EventResponse? { object(.response).map(EventResponse.init) }

    /// The error in the event.
    public var error: EventError? { object(.error).map(EventError.init) }

    /// The piece of output or of a transcript in the event; nil if it is no delta.
    public var delta: EventDelta? { isDelta || self[.delta] != nil ? EventDelta(event: self) : nil }
}
