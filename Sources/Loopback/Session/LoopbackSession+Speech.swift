// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// What is heard.
extension LoopbackSession {
    /// Takes the level of a packet of the client's.
    ///
    /// - Parameters:
    ///   - attenuation: In decibels under the loudest, 0 to 127 (RFC 6464).
    ///   - now: When it came.
    public mutating func hear(attenuation: UInt8, now: Duration) {
        if attenuation <= SpeechDetector.threshold { heard += .milliseconds(20) }
        guard document.detectsSpeech else { return }
        if let change = detector.note(attenuation: attenuation, now: sinceStart(now)) { note(change, now: now) }
    }

    mutating func note(_ change: SpeechDetector.Change, now: Duration) {
        switch change {
        case .started(let time):
            let id = writer.name("item")
            speech = (id, time)
            let start = milliseconds(time)
            writer.write("input_audio_buffer.speech_started") { members in
                members.write("audio_start_ms", start)
                members.write("item_id", id)
            }
            // The user's word goes before ours.
            end("cancelled", reason: "turn_detected")
        case .stopped(let time):
            guard let (id, start) = speech else { return }
            speech = nil
            let end = milliseconds(time)
            writer.write("input_audio_buffer.speech_stopped") { members in
                members.write("audio_end_ms", end)
                members.write("item_id", id)
            }
            commit(id, time - start)
            if document.answersSpeech { begin(nil, now: now) }
        }
    }

    mutating func commit(_ event: RealtimeEvent, now: Duration) {
        guard heard > .zero else {
            refuse("input_audio_buffer_commit_empty", "Nothing was heard since the last commit.", event)
            return
        }
        commit(writer.name("item"), heard)
    }

    private mutating func commit(_ id: String, _ duration: Duration) {
        heard = .zero
        let previous = items.last?.id
        writer.write("input_audio_buffer.committed") { members in
            members.writeOrNull("previous_item_id", previous)
            members.write("item_id", id)
        }
        add(.speech(id, duration))
    }
}
