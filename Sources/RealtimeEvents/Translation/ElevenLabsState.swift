// SPDX-License-Identifier: MIT

/// What a translation between ElevenLabs conversations and the current API remembers.
///
/// Source of ElevenLabs' events: its documentation of the conversation WebSocket, and elevenlabs (Python) 2.78.
struct ElevenLabsState: Sendable {
    var writer = CurrentEventWriter()
    /// Pieces of audio are numbered.
    var audioNumber = 0

    mutating func toCurrent(_ event: RealtimeEvent) -> Translation {
        event.direction == .server ? serverToCurrent(event) : Self.clientToCurrent(event)
    }

    mutating func fromCurrent(_ event: RealtimeEvent) -> Translation {
        event.direction == .server ? serverFromCurrent(event) : Self.clientFromCurrent(event)
    }
}
