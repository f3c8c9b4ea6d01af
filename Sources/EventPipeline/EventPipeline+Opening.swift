// SPDX-License-Identifier: MIT

internal import RealtimeEvents

extension EventPipeline {
    /// What is to go to the provider before anything else does: the operator's session, once for each call.
    ///
    /// To be asked for when the channel for events is open, and with each message that has come, before what becomes of
    /// it goes on. A session without `type` is one of the type that the call has; where that is not known, it waits for
    /// the provider's first event or the client's, and is said again if the provider then tells another type. It is said
    /// in the provider's vocabulary, if there is a translation to that.
    public mutating func takeOpening() -> [[UInt8]] {
        guard let session = operatorSession?.text(to: provider, isAwaited: clientHasSpoken) else { return [] }
        let event = OutgoingEvent.sessionUpdate(session, eventID: newEventID())
        guard provider != .openAI, var translator = EventTranslator(from: .openAI, to: provider),
            let view = try? RealtimeEvent(parsing: event, vocabulary: .openAI, direction: .client)
        else { return [event] }
        return translator.translate(view).events
    }
}
