// SPDX-License-Identifier: MIT

internal import JSONText

/// Gemini Live names no responses, and one message can say several things, so its parts are read one by one.
extension TurnMachine {
    private static let interrupted = "interrupted"

    mutating func noteGemini(_ event: RealtimeEvent, at time: Duration) {
        guard let message = event.document.object else { return }
        let content = message.object("serverContent")
        if let heard = content?.object("inputTranscription") { noteHeard(heard, at: time) }
        if let content { noteSaid(content, at: time) }
        for call in message.object("toolCall")?.objects("functionCalls") ?? [] {
            let position = speakingTurn(at: time)
            noteOutput(position, at: time)
            let arguments = call.raw("args").map { String(decoding: $0, as: UTF8.self) }
            note(call.string("id"), call.string("name"), arguments, nil, in: position)
        }
        if content?["interrupted"]?.kind == .true, !openTurns.isEmpty { openTurns[0].reason = Self.interrupted }
        if let usage = event.usage { note(usage) }
        if content?["turnComplete"]?.kind == .true, !openTurns.isEmpty {
            end(0, openTurns[0].reason == Self.interrupted ? .cancelled : .completed, at: time)
        }
    }

    /// The oldest turn is the one that the model answers.
    private mutating func speakingTurn(at time: Duration) -> Int { openTurns.indices.first ?? begin(at: time) }

    private mutating func noteSaid(_ content: JSONObjectView, at time: Duration) {
        // Thoughts are not said.
        let parts = (content.object("modelTurn")?.objects("parts") ?? []).filter { $0["thought"]?.kind != .true }
        let hasAudio = parts.contains { $0.object("inlineData") != nil }
        let texts =
            parts.compactMap { $0.string("text") } + [content.object("outputTranscription")?.string("text") ?? ""]
        let text = texts.joined()
        guard hasAudio || !text.isEmpty else { return }
        let position = speakingTurn(at: time)
        noteOutput(position, at: time)
        openTurns[position].append(text)
    }

    /// What the user says comes in pieces, in no certain order beside what the model says.
    private mutating func noteHeard(_ transcription: JSONObjectView, at time: Duration) {
        let piece = transcription.string("text") ?? ""
        let position =
            openTurns.firstIndex { $0.number == hearing && $0.firstOutputAt == nil }
            ?? receivingTurn(for: .user)
            // A transcript that is late belongs to the answer that has begun; if that has its question, to the next.
            ?? openTurns.firstIndex { turn in
                turn.reason != Self.interrupted
                    && (turn.number == hearing || !turn.inputs.contains { $0.kind == .user })
            }
            ?? begin(at: time)
        let last = openTurns[position].inputs.lastIndex { $0.kind == .user }
        if openTurns[position].number == hearing, let last {
            let text = (openTurns[position].inputs[last].text ?? "") + piece
            openTurns[position].update(last, with: TurnInput(.user, nil, text))
        } else {
            openTurns[position].add(TurnInput(.user, nil, piece))
        }
        hearing = transcription["finished"]?.kind == .true ? nil : openTurns[position].number
    }

    /// Counts are those of the turn so far; they can come on their own, before its end or after it.
    private mutating func note(_ usage: Usage) {
        if !openTurns.isEmpty {
            openTurns[0].usage = usage
        } else if let lastEnded {
            changes.append(.usageCompleted(turn: lastEnded, usage))
        }
    }
}
