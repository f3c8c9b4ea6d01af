// SPDX-License-Identifier: MIT

internal import JSONText

/// Events of the current API in the words of ElevenLabs.
extension ElevenLabsState {
    static func clientFromCurrent(_ event: RealtimeEvent) -> Translation {
        switch event.type {
        case .inputAudioBufferAppend:
            guard let audio = event.raw(.audio) else { return event.unsaid() }
            var writer = JSONObjectWriter(capacity: audio.count + 32)
            writer.write("user_audio_chunk", raw: audio)
            return Translation([writer.finish()], remainder: event.unsaid(besides: ["audio"]))
        case .conversationItemCreate: return item(event)
        case .sessionUpdate: return initiationData(event)
        // There, an agent answers by itself.
        case .responseCreate: return event.unsaid(.saidElsewhere)
        default: return event.unsaid()
        }
    }

    private static func item(_ event: RealtimeEvent) -> Translation {
        guard let item = event.item else { return event.unsaid() }
        var remainder = event.unsaid(besides: ["item"])
        var writer = JSONObjectWriter()
        if item.type == "function_call_output", let callID = item.callID, let output = item.output {
            writer.write("type", "client_tool_result")
            writer.write("tool_call_id", callID)
            writer.write("result", output)
            writer.write("is_error", false)
            remainder += item.object.unsaid("item", besides: ["type", "call_id", "output"])
            return Translation([writer.finish()], remainder: remainder)
        }
        guard item.role == "user" || item.role == "system", let text = item.text else { return event.unsaid() }
        writer.write("type", item.role == "user" ? "user_message" : "contextual_update")
        writer.write("text", text)
        remainder += item.object.unsaid("item", besides: ["type", "role", "content"])
        for (index, part) in item.content.enumerated() where part.string("text") == nil {
            remainder.append(TranslationRemainder("item.content.\(index)", part.bytes))
        }
        return Translation([writer.finish()], remainder: remainder)
    }

    private static func initiationData(_ event: RealtimeEvent) -> Translation {
        guard let session = event.session else { return event.unsaid() }
        var override = JSONObjectWriter()
        if let instructions = session.object.raw("instructions") {
            var prompt = JSONObjectWriter()
            prompt.write("prompt", raw: instructions)
            var agent = JSONObjectWriter()
            agent.write("prompt", raw: prompt.finish())
            override.write("agent", raw: agent.finish())
        }
        let output = session.object.object("audio")?.object("output")
        if let voice = output?.raw("voice") {
            var tts = JSONObjectWriter()
            tts.write("voice_id", raw: voice)
            override.write("tts", raw: tts.finish())
        }
        var writer = JSONObjectWriter()
        writer.write("type", "conversation_initiation_client_data")
        if !override.isEmpty { writer.write("conversation_config_override", raw: override.finish()) }
        var remainder = event.unsaid(besides: ["session"])
        remainder += session.object.unsaid("session", besides: ["type", "instructions", "audio"])
        if let audio = session.object.object("audio") {
            remainder += audio.unsaid("session.audio", besides: ["output"])
            remainder += output?.unsaid("session.audio.output", besides: ["voice"]) ?? []
        }
        return Translation([writer.finish()], remainder: remainder)
    }

    // MARK: Of the server

    mutating func serverFromCurrent(_ event: RealtimeEvent) -> Translation {
        switch event.type {
        case .sessionCreated: return metadata(event)
        case .responseOutputAudioDelta:
            audioNumber += 1
            let number = audioNumber
            return nested(event, "audio", "audio_event", .delta) { writer, value in
                writer.write("audio_base_64", raw: value)
                writer.write("event_id", number)
            }
        case .conversationItemInputAudioTranscriptionCompleted:
            return nested(event, "user_transcript", "user_transcription_event", .transcript) { writer, value in
                writer.write("user_transcript", raw: value)
            }
        case .responseOutputAudioTranscriptDone:
            return nested(event, "agent_response", "agent_response_event", .transcript) { writer, value in
                writer.write("agent_response", raw: value)
            }
        case .responseOutputTextDone:
            return nested(event, "agent_response", "agent_response_event", .text) { writer, value in
                writer.write("agent_response", raw: value)
            }
        case .responseOutputTextDelta:
            return nested(event, "agent_chat_response_part", "text_response_part", .delta) { writer, value in
                writer.write("text", raw: value)
                writer.write("type", "delta")
            }
        case .outputAudioBufferCleared: return interruption(event.unsaid(besides: Self.identifiers))
        case .responseDone: return responseDone(event)
        case .responseFunctionCallArgumentsDone: return toolCallFromCurrent(event)
        case .responseOutputAudioTranscriptDelta, .responseOutputAudioDone, .responseCreated,
            .conversationItemCreated, .conversationItemAdded, .conversationItemDone, .responseOutputItemAdded,
            .responseOutputItemDone,
            .responseContentPartAdded, .responseContentPartDone, .responseFunctionCallArgumentsDelta:
            return event.unsaid(.saidElsewhere)
        default: return event.unsaid()
        }
    }

    private func metadata(_ event: RealtimeEvent) -> Translation {
        guard let session = event.session else { return event.unsaid() }
        var remainder = event.unsaid(besides: ["session"])
        var metadata = JSONObjectWriter()
        metadata.writeIfPresent("conversation_id", session.id)
        for side in [FlatAudioMember.Side.output, .input] {
            guard let audio = session.object.object("audio")?.object(side.name) else { continue }
            var known: [StaticString] = []
            if let name = audio.object("format").flatMap(ElevenLabsFormat.name) {
                metadata.write(side == .output ? "agent_output_audio_format" : "user_input_audio_format", name)
                known = ["format"]
            }
            remainder += audio.unsaid("session.audio.\(side.name)", besides: known)
        }
        remainder += session.object.object("audio")?.unsaid("session.audio", besides: ["input", "output"]) ?? []
        remainder += session.object.unsaid("session", besides: ["id", "object", "type", "audio"])
        var writer = JSONObjectWriter()
        writer.write("type", "conversation_initiation_metadata")
        writer.write("conversation_initiation_metadata_event", raw: metadata.finish())
        return Translation([writer.finish()], remainder: remainder)
    }

    private func interruption(_ remainder: [TranslationRemainder]) -> Translation {
        var number = JSONObjectWriter()
        number.write("event_id", audioNumber)
        var writer = JSONObjectWriter()
        writer.write("type", "interruption")
        writer.write("interruption_event", raw: number.finish())
        return Translation([writer.finish()], remainder: remainder)
    }

    private func responseDone(_ event: RealtimeEvent) -> Translation {
        switch event.response?.status {
        case "completed": event.unsaid(.saidElsewhere)
        case "cancelled": interruption([TranslationRemainder("response", event.raw(.response) ?? [], .approximated)])
        default: event.unsaid()
        }
    }

    /// An event whose one interesting value stands in an object.
    private func nested(
        _ event: RealtimeEvent,
        _ type: String,
        _ member: StaticString,
        _ field: EventField,
        _ body: (inout JSONObjectWriter, ArraySlice<UInt8>) -> Void
    ) -> Translation {
        guard let value = event.raw(field) else { return event.unsaid() }
        var object = JSONObjectWriter(capacity: value.count + 64)
        body(&object, value)
        var writer = JSONObjectWriter(capacity: value.count + 128)
        writer.write("type", type)
        writer.write(member, raw: object.finish())
        return Translation([writer.finish()], remainder: event.unsaid(besides: Self.identifiers + [field.memberName]))
    }

    private func toolCallFromCurrent(_ event: RealtimeEvent) -> Translation {
        guard let callID = event.raw(.callID), let arguments = event.string(.arguments) else { return event.unsaid() }
        var remainder = event.unsaid(besides: Self.identifiers + ["call_id", "name", "arguments"])
        var call = JSONObjectWriter()
        if let name = event.raw(.name) { call.write("tool_name", raw: name) }
        call.write("tool_call_id", raw: callID)
        if let parameters = arguments.embeddedObject {
            call.write("parameters", raw: parameters)
        } else if let raw = event.raw(.arguments) {
            remainder.append(TranslationRemainder("arguments", raw))
        }
        var writer = JSONObjectWriter()
        writer.write("type", "client_tool_call")
        writer.write("client_tool_call", raw: call.finish())
        return Translation([writer.finish()], remainder: remainder)
    }

    /// There, nothing has a name; that is nothing lost.
    private static let identifiers: [StaticString] = [
        "response_id", "item_id", "output_index", "content_index",
    ]
}
