// SPDX-License-Identifier: MIT

internal import RealtimeEvents

extension EventPipeline {
    /// What becomes of a message of the provider.
    ///
    /// - Parameters:
    ///   - bytes: The message.
    ///   - isText: Whether it was sent as text; a binary message is not read.
    ///   - now: The time of the call.
    /// - Returns: What to do with it, at once.
    public mutating func fromProvider(_ bytes: [UInt8], isText: Bool, now: Duration) -> EventOutcome {
        guard isText, let event = try? RealtimeEvent(parsing: bytes, vocabulary: provider, direction: .server) else {
            return .forward
        }
        observe(event, at: now)
        operatorSession?.note(event)
        let outcome = eventsForClient(event).map(EventOutcome.replace) ?? .forward
        guard tokenCount.count(event), let limit = policy.maximumTokens, tokens >= limit else { return outcome }
        let last = errorEvent(.maximumTokensReached(limit: limit))
        if case .replace(let events) = outcome { return .end(.maximumTokens, events + [last]) }
        return .end(.maximumTokens, [bytes, last])
    }

    /// Nil if it stays as it is.
    private mutating func eventsForClient(_ event: RealtimeEvent) -> [[UInt8]]? {
        guard let translation = providerTranslator?.translate(event) else { return nil }
        noteLoss(translation)
        // An event that the client's vocabulary has no word for is not forced on it; one that is unknown passes.
        return event.isSaid(by: translation.events) ? nil : translation.events
    }

    mutating func noteLoss(_ translation: Translation) {
        if translation.remainder.contains(where: { $0.reason != .saidElsewhere }) { untranslatedCount += 1 }
    }
}

extension RealtimeEvent {
    /// Whether a translation has left it as it is; what shares its storage is compared at no cost.
    func isSaid(by events: [[UInt8]]) -> Bool { events.count == 1 && events[0] == bytes }
}
