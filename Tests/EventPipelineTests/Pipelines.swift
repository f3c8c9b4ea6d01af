// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import JSONText
internal import RealtimeEvents

extension EventPipeline {
    /// A pipeline whose own events are all named `event_own`.
    static func made(
        client: Vocabulary = .openAI,
        provider: Vocabulary = .openAI,
        sessionType: String? = nil,
        keepsContent: Bool = true,
        _ change: (inout EventPolicy) -> Void = { _ in }
    ) -> EventPipeline {
        var policy = EventPolicy()
        change(&policy)
        return EventPipeline(
            policy: policy,
            client: client,
            provider: provider,
            sessionType: sessionType,
            keepsContent: keepsContent,
            bareModel: { $0.hasPrefix("openai/") ? String($0.dropFirst(7)) : $0 },
            makeEventID: { "event_own" }
        )
    }

    mutating func client(_ text: String, at now: Duration = .zero) -> EventOutcome {
        fromClient(Array(text.utf8), isText: true, now: now)
    }

    mutating func provider(_ text: String, at now: Duration = .zero) -> EventOutcome {
        fromProvider(Array(text.utf8), isText: true, now: now)
    }
}

extension EventOutcome {
    /// The code, the param and the client's event of a refusal, with spaces between them; nil if it is none.
    var refusal: String? {
        guard case .refuse(let event) = self else { return nil }
        return event.errorSummary
    }

    /// The events of a replacement; nil if it is none.
    var replacement: [String]? {
        guard case .replace(let events) = self else { return nil }
        return events.map(\.text)
    }

    /// The events before an end; nil if it is none.
    var last: [[UInt8]]? {
        guard case .end(.maximumTokens, let events) = self else { return nil }
        return events
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }

    var errorSummary: String? {
        guard let event = try? RealtimeEvent(parsing: self, vocabulary: .openAI, direction: .server),
            event.eventID == "event_own", event.findings().isEmpty, let error = event.error,
            error.type == "invalid_request_error"
        else { return nil }
        return [error.code, error.param, error.clientEventID].map { $0 ?? "-" }.joined(separator: " ")
    }
}
