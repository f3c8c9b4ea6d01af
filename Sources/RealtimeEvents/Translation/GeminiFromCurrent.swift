// SPDX-License-Identifier: MIT

internal import JSONText

/// Server events of the current API in the words of Gemini.
extension GeminiState {
    mutating func serverFromCurrent(_ event: RealtimeEvent) -> Translation {
        switch event.type {
        case .sessionCreated:
            guard let session = event.session else { return event.unsaid() }
            var setup = JSONObjectWriter()
            setup.writeIfPresent("sessionId", session.id)
            return message(
                "setupComplete",
                setup.finish(),
                remainder: session.object.unsaid(
                    "session",
                    besides: ["id", "object", "type"]
                )
            )
        case .responseOutputAudioDelta:
            guard let delta = event.raw(.delta) else { return event.unsaid() }
            var data = JSONObjectWriter(capacity: delta.count + 64)
            data.write("mimeType", "audio/pcm;rate=24000")
            data.write("data", raw: delta)
            return modelPart(data.finish(), as: "inlineData")
        case .responseOutputTextDelta:
            guard let delta = event.raw(.delta) else { return event.unsaid() }
            return modelPart(Array(delta), as: "text")
        case .responseOutputAudioTranscriptDelta:
            return transcription(event, "outputTranscription")
        case .conversationItemInputAudioTranscriptionDelta:
            hasTranscriptPieces = true
            return transcription(event, "inputTranscription")
        case .conversationItemInputAudioTranscriptionCompleted: return transcriptCompleted(event)
        case .responseFunctionCallArgumentsDone: return functionCall(event)
        case .responseDone: return responseDone(event)
        case .responseCreated, .responseOutputAudioDone, .responseOutputAudioTranscriptDone, .responseOutputTextDone,
            .conversationItemAdded, .conversationItemDone, .responseOutputItemAdded, .responseOutputItemDone,
            .responseContentPartAdded, .responseContentPartDone, .responseFunctionCallArgumentsDelta,
            .outputAudioBufferCleared:
            return event.unsaid(.saidElsewhere)
        default: return event.unsaid()
        }
    }

    private func message(
        _ name: StaticString,
        _ value: [UInt8],
        remainder: [TranslationRemainder] = []
    ) -> Translation {
        var writer = JSONObjectWriter(capacity: value.count + 32)
        writer.write(name, raw: value)
        return Translation([writer.finish()], remainder: remainder)
    }

    private func modelPart(_ value: [UInt8], as name: StaticString) -> Translation {
        var part = JSONObjectWriter(capacity: value.count + 32)
        part.write(name, raw: value)
        var turn = JSONObjectWriter(capacity: value.count + 64)
        turn.write("parts", array: [part.finish()])
        var content = JSONObjectWriter(capacity: value.count + 96)
        content.write("modelTurn", raw: turn.finish())
        return message("serverContent", content.finish())
    }

    private func transcription(_ event: RealtimeEvent, _ name: StaticString) -> Translation {
        guard let delta = event.raw(.delta) else { return event.unsaid() }
        var text = JSONObjectWriter()
        text.write("text", raw: delta)
        var content = JSONObjectWriter()
        content.write(name, raw: text.finish())
        let known: [StaticString] = ["delta", "item_id", "content_index", "response_id", "output_index"]
        return message("serverContent", content.finish(), remainder: event.unsaid(besides: known))
    }

    private mutating func transcriptCompleted(_ event: RealtimeEvent) -> Translation {
        guard let transcript = event.raw(.transcript) else { return event.unsaid() }
        var text = JSONObjectWriter()
        // Pieces make the whole there; after them the whole would be a repetition.
        if !hasTranscriptPieces { text.write("text", raw: transcript) }
        hasTranscriptPieces = false
        text.write("finished", true)
        var content = JSONObjectWriter()
        content.write("inputTranscription", raw: text.finish())
        let known: [StaticString] = ["transcript", "item_id", "content_index"]
        return message("serverContent", content.finish(), remainder: event.unsaid(besides: known))
    }

    private func functionCall(_ event: RealtimeEvent) -> Translation {
        guard let arguments = event.string(.arguments) else { return event.unsaid() }
        let known: [StaticString] = [
            "call_id", "name", "arguments", "item_id", "response_id", "output_index", "content_index",
        ]
        var remainder = event.unsaid(besides: known)
        var call = JSONObjectWriter()
        if let id = event.raw(.callID) { call.write("id", raw: id) }
        if let name = event.raw(.name) { call.write("name", raw: name) }
        if let object = arguments.embeddedObject {
            call.write("args", raw: object)
        } else if let raw = event.raw(.arguments) {
            remainder.append(TranslationRemainder("arguments", raw))
        }
        var calls = JSONObjectWriter()
        calls.write("functionCalls", array: [call.finish()])
        return message("toolCall", calls.finish(), remainder: remainder)
    }

    private func responseDone(_ event: RealtimeEvent) -> Translation {
        guard let response = event.response else { return event.unsaid() }
        var events: [[UInt8]] = []
        if response.status == "cancelled" {
            events += message("serverContent", Array(#"{"interrupted":true}"#.utf8)).events
        }
        var writer = JSONObjectWriter()
        writer.write("serverContent", raw: Array(#"{"turnComplete":true}"#.utf8))
        if let usage = GeminiUsage.metadata(response.usage) { writer.write("usageMetadata", raw: usage) }
        events.append(writer.finish())
        // Its output other events have said; ids nothing has there.
        let known: [StaticString] = ["id", "object", "conversation_id", "status", "output", "usage"]
        let remainder = event.unsaid(besides: ["response"]) + response.object.unsaid("response", besides: known)
        return Translation(events, remainder: remainder + GeminiUsage.unsaid(ofResponse: response.usage))
    }
}
