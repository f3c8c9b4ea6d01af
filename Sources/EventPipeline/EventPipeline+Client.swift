// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

extension EventPipeline {
    /// What becomes of a message of the client.
    ///
    /// - Parameters:
    ///   - bytes: The message.
    ///   - isText: Whether it was sent as text; a binary message is not read.
    ///   - now: The time of the call.
    /// - Returns: What to do with it, at once.
    public mutating func fromClient(_ bytes: [UInt8], isText: Bool, now: Duration) -> EventOutcome {
        clientHasSpoken = true
        let event = isText ? readable(bytes) : nil
        if let limit = policy.maximumEventsPerSecond, rate?.admits(at: now) == false {
            return refuse(event, .eventRateExceeded(limit: limit))
        }
        if let limit = policy.maximumEventBytes, bytes.count > limit {
            return refuse(event, .eventTooLarge(limit: limit))
        }
        guard let event else { return policy.checksContent ? refuse(nil, .unreadable) : .forward }
        guard isTranslated else {
            if let report = violation(of: event) { return refuse(event, report) }
            observe(event, at: now)
            return .forward
        }
        return translated(event, now: now)
    }

    private func readable(_ bytes: [UInt8]) -> RealtimeEvent? {
        guard let event = try? RealtimeEvent(parsing: bytes, vocabulary: client, direction: .client),
            event.document.object != nil
        else { return nil }
        return event
    }

    private mutating func translated(_ event: RealtimeEvent, now: Duration) -> EventOutcome {
        let events = eventsForProvider(event)
        // The policies, and the turns, are about what the provider gets.
        let views = events.compactMap { try? RealtimeEvent(parsing: $0, vocabulary: provider, direction: .client) }
        for view in views {
            if let report = violation(of: view) { return refuse(event, report) }
        }
        for view in views { observe(view, at: now) }
        return event.isSaid(by: events) ? .forward : .replace(events)
    }

    private mutating func eventsForProvider(_ event: RealtimeEvent) -> [[UInt8]] {
        var event = event
        let filtered = SessionUpdateFilter.filtered(event, bareModel: bareModel)
        if filtered != event.bytes, let rest = readable(filtered) { event = rest }
        guard let translation = clientTranslator?.translate(event) else { return [event.bytes] }
        noteLoss(translation)
        // What cannot be said is the provider's to refuse: the client learns of that, and not of silence.
        return translation.events.isEmpty ? [event.bytes] : translation.events
    }

    private func violation(of event: RealtimeEvent) -> ErrorReport? {
        if let allowed, !allowed.allow(event) { return .eventNotAllowed }
        return lock.lockedField(in: event).map(ErrorReport.sessionFieldLocked)
    }

    private mutating func refuse(_ event: RealtimeEvent?, _ report: ErrorReport) -> EventOutcome {
        refusedCount += 1
        var report = report
        report.clientEventID = event?.eventID
        return .refuse(errorEvent(report))
    }
}
