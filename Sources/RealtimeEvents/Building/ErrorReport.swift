// SPDX-License-Identifier: MIT

/// What an `error` event says.
public struct ErrorReport: Hashable, Sendable {
    /// The kind of error, such as `invalid_request_error`.
    public var type: String
    /// The exact error.
    public var code: String?
    /// What happened, for people.
    public var message: String
    /// The parameter that is at fault.
    public var param: String?
    /// The client's event that caused it, by its `event_id`.
    public var clientEventID: String?

    /// Takes what there is to say.
    public init(type: String, code: String?, message: String, param: String? = nil, clientEventID: String? = nil) {
        self.type = type
        self.code = code
        self.message = message
        self.param = param
        self.clientEventID = clientEventID
    }

    /// Says what is wrong with a client's event.
    public init(_ finding: EventFinding, in event: RealtimeEvent) {
        self.init(
            type: "invalid_request_error",
            code: finding.code.rawValue,
            message: finding.message,
            param: finding.path.isEmpty ? nil : finding.path,
            clientEventID: event.eventID
        )
    }
}
