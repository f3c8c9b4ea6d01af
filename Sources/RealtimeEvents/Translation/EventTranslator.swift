// SPDX-License-Identifier: MIT

/// Translates the events of one session from one vocabulary to another.
///
/// Between the two OpenAI vocabularies a translation changes what has another name or place and keeps all other bytes;
/// events that are unknown pass untouched. Providers with events of another make get events written anew, and what
/// those cannot say is in the remainder. A translator remembers little: the names of functions being called, and the
/// number of the response in progress; one serves one session, in one direction.
public struct EventTranslator: Sendable {
    /// What the events are written in.
    public let source: Vocabulary
    /// What they become.
    public let target: Vocabulary
    var betaToCurrent = BetaToCurrent()
    var elevenLabs = ElevenLabsState()
    var gemini = GeminiState()

    /// Starts a session; nil if there is no translation between the two vocabularies.
    public init?(from source: Vocabulary, to target: Vocabulary) {
        guard Self.isAvailable(from: source, to: target) else { return nil }
        self.source = source
        self.target = target
    }

    /// Whether there is a translation between two vocabularies; there is one from each to itself.
    public static func isAvailable(from source: Vocabulary, to target: Vocabulary) -> Bool {
        switch (source, target) {
        case (.beta, .openAI), (.openAI, .beta), (.elevenLabs, .openAI), (.openAI, .elevenLabs), (.gemini, .openAI),
            (.openAI, .gemini):
            true
        default: source == target
        }
    }

    /// Translates the next event of the session, which must have been read in the source's vocabulary.
    public mutating func translate(_ event: RealtimeEvent) -> Translation {
        precondition(event.vocabulary == source, "an event of \(event.vocabulary) for a translator from \(source)")
        // What the source does not know, such as a name of a relative, needs no translation.
        guard event.definition != nil else { return Translation([event.bytes]) }
        let translation = translateByPair(event)
        // What says nothing, such as a turn without a part, is not lost for that.
        return translation == Translation() ? event.unsaid() : translation
    }

    private mutating func translateByPair(_ event: RealtimeEvent) -> Translation {
        switch (source, target) {
        case (.beta, .openAI): betaToCurrent.translate(event)
        case (.openAI, .beta): CurrentToBeta.translate(event)
        case (.elevenLabs, .openAI): elevenLabs.toCurrent(event)
        case (.openAI, .elevenLabs): elevenLabs.fromCurrent(event)
        case (.gemini, .openAI): gemini.toCurrent(event)
        case (.openAI, .gemini): gemini.fromCurrent(event)
        default: Translation([event.bytes])
        }
    }
}
