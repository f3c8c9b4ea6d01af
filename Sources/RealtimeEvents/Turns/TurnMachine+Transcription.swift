// SPDX-License-Identifier: MIT

/// Sessions that only transcribe: every committed item is a turn, found by the item.
extension TurnMachine {
    mutating func noteTranscription(_ event: RealtimeEvent, at time: Duration) {
        switch event.type {
        case .inputAudioBufferCommitted:
            if unconfirmedCommits > 0 { unconfirmedCommits -= 1 }
            openTurns[beginTranscription(of: event, at: time)].committedAt = time
        case .conversationItemInputAudioTranscriptionDelta:
            guard let position = transcription(of: event) else { return }
            noteOutput(position, at: time)
            openTurns[position].append(event.delta?.transcript ?? "")
        case .conversationItemInputAudioTranscriptionCompleted:
            let position = transcription(of: event) ?? beginTranscription(of: event, at: time)
            // Pieces can be corrected by what is final.
            if let transcript = event.string(.transcript) {
                openTurns[position].outputText = ""
                openTurns[position].append(transcript)
                var input = speech(of: event)
                input.text = transcript
                add(input)
            }
            noteOutput(position, at: time)
            openTurns[position].usage = event.usage
            end(position, .completed, at: time)
        case .conversationItemInputAudioTranscriptionFailed:
            let position = transcription(of: event) ?? beginTranscription(of: event, at: time)
            openTurns[position].error = event.error.map(TurnError.init)
            end(position, .failed, at: time)
        default: break
        }
    }

    private func transcription(of event: RealtimeEvent) -> Int? {
        guard let item = event.itemID?.asTurnName else { return nil }
        return openTurns.firstIndex { $0.inputs.contains { $0.itemID == item } }
    }

    private mutating func beginTranscription(of event: RealtimeEvent, at time: Duration) -> Int {
        // What waits is the item itself, if it was announced before its commit.
        waiting = Turn(number: 0, at: .zero)
        let position = begin(at: time, takesInputs: false)
        openTurns[position].add(speech(of: event))
        return position
    }
}

extension TurnError {
    init(_ error: EventError) {
        type = error.type?.asTurnName
        code = error.code?.asTurnName
        message = error.message?.asTurnName
    }
}
