// SPDX-License-Identifier: MIT

internal import RealtimeEvents

/// What a client is told when a policy refuses its event, or ends its call.
extension ErrorReport {
    static let eventNotAllowed = refusal("event_not_allowed", "Events of this type are not allowed here.", "type")

    static let unreadable = refusal("event_not_allowed", "Only events that are JSON objects are allowed here.")

    static func eventTooLarge(limit: Int) -> ErrorReport {
        refusal("event_too_large", "An event may have at most \(limit) bytes here.")
    }

    static func eventRateExceeded(limit: Int) -> ErrorReport {
        refusal("event_rate_exceeded", "At most \(limit) events may be sent in a second here.")
    }

    static func sessionFieldLocked(_ field: String) -> ErrorReport {
        refusal(
            "session_field_locked",
            "This field of the session is set by the operator and cannot be changed.",
            field
        )
    }

    static func maximumTokensReached(limit: Int) -> ErrorReport {
        refusal("max_tokens_reached", "The call has used the \(limit) tokens that it may use, and ends.")
    }

    private static func refusal(_ code: String, _ message: String, _ param: String? = nil) -> ErrorReport {
        ErrorReport(type: "invalid_request_error", code: code, message: message, param: param)
    }
}
