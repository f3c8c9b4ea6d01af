// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

extension EventPipeline {
    /// What goes to the provider before all else, once the channel for events is open: the operator's session.
    ///
    /// A session without `type` is one of the kind `realtime`. It is said in the provider's vocabulary, if there is a
    /// translation to that.
    public func opening() -> [[UInt8]] {
        guard let session = policy.injectedSession else { return [] }
        let event = OutgoingEvent.sessionUpdate(Self.typed(session), eventID: newEventID())
        guard provider != .openAI, var translator = EventTranslator(from: .openAI, to: provider),
            let view = try? RealtimeEvent(parsing: event, vocabulary: .openAI, direction: .client)
        else { return [event] }
        return translator.translate(view).events
    }

    /// The current API refuses a session without `type`.
    private static func typed(_ session: [UInt8]) -> [UInt8] {
        guard let document = try? JSONDocument(parsing: session), let object = document.object,
            object["type"] == nil
        else { return session }
        var edit = JSONEdit(of: document)
        edit.insert("type", value: JSONQuoting.quoted("realtime"), into: object.node)
        return edit.applied()
    }
}
