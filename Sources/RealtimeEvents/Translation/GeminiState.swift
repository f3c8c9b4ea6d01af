// SPDX-License-Identifier: MIT

/// What a translation between Gemini Live and the current API remembers.
///
/// Source of Gemini's messages: google-genai (Python), `LiveClientMessage` and `LiveServerMessage`.
struct GeminiState: Sendable {
    var writer = CurrentEventWriter()
    /// A session is set up once, with its first message.
    var isSetUp = false
    /// The samples per second of input audio, as the session has it.
    var inputRate = 24_000
    /// Whether the response has been told to be interrupted; the model completes its turn all the same.
    var isInterrupted = false
    /// Whether pieces of the transcript that comes next have been told.
    var hasTranscriptPieces = false

    mutating func toCurrent(_ event: RealtimeEvent) -> Translation {
        event.direction == .server ? serverToCurrent(event) : Self.clientToCurrent(event)
    }

    mutating func fromCurrent(_ event: RealtimeEvent) -> Translation {
        event.direction == .server ? serverFromCurrent(event) : clientFromCurrent(event)
    }
}
