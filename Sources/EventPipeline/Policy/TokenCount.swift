// SPDX-License-Identifier: MIT

internal import RealtimeEvents

/// The tokens that a call has used: those of responses and of transcriptions, or those that the server counts for the
/// whole session.
struct TokenCount: Sendable {
    private(set) var tokens = 0

    /// Counts what a server's event tells; returns whether it has told anything.
    mutating func count(_ event: RealtimeEvent) -> Bool {
        switch (event.vocabulary, event.type) {
        case (.live, _), (.translation, _):
            guard let used = event.usage?.tokens else { return false }
            tokens = max(tokens, used)
        case (_, .responseDone), (_, .conversationItemInputAudioTranscriptionCompleted):
            guard let used = event.usage?.tokens else { return false }
            // A count that a server makes up must not end the process, nor give tokens back.
            let (sum, overflow) = tokens.addingReportingOverflow(max(used, 0))
            tokens = overflow ? .max : sum
        default: return false
        }
        return true
    }
}
