// SPDX-License-Identifier: MIT

internal import JSONText

/// ElevenLabs' events in the words of the current API.
extension ElevenLabsState {
    mutating func serverToCurrent(_ event: RealtimeEvent) -> Translation {
        switch event.name {
        case "conversation_initiation_metadata": return sessionCreated(event)
        case "audio": return audio(event)
        case "user_transcript": return userTranscript(event)
        case "agent_response": return agentResponse(event)
        case "agent_response_correction": return agentResponseCorrection(event)
        case "agent_chat_response_part": return textPart(event)
        case "interruption":
            guard let cleared = writer.cleared() else { return event.unsaid(.saidElsewhere) }
            writer.endTurn()
            return Translation([cleared], remainder: event.unsaid(inside: "interruption_event", besides: ["event_id"]))
        case "client_tool_call": return toolCall(event)
        default: return event.unsaid()
        }
    }

    private mutating func sessionCreated(_ event: RealtimeEvent) -> Translation {
        guard let metadata = event.object(.session) else { return event.unsaid() }
        var audio = JSONObjectWriter()
        var remainder: [TranslationRemainder] = []
        for side in [FlatAudioMember.Side.input, .output] {
            let name: StaticString = side == .input ? "user_input_audio_format" : "agent_output_audio_format"
            guard let value = metadata[name] else { continue }
            guard let format = metadata.document.string(value).flatMap(ElevenLabsFormat.current) else {
                let path = "conversation_initiation_metadata_event.\(name)"
                remainder.append(TranslationRemainder(path, metadata.document.raw(value)))
                continue
            }
            var object = JSONObjectWriter()
            object.write("format", raw: format)
            audio.write(side.name, raw: object.finish())
        }
        var session = JSONObjectWriter()
        session.write("type", "realtime")
        session.write("object", "realtime.session")
        session.writeIfPresent("id", metadata.string("conversation_id"))
        if !audio.isEmpty { session.write("audio", raw: audio.finish()) }
        remainder += metadata.unsaid(
            "conversation_initiation_metadata_event",
            besides: ["conversation_id", "user_input_audio_format", "agent_output_audio_format"]
        )
        remainder += event.unsaid(besides: ["conversation_initiation_metadata_event"])
        let text = session.finish()
        return Translation([writer.event(.sessionCreated) { $0.write("session", raw: text) }], remainder: remainder)
    }

    private mutating func audio(_ event: RealtimeEvent) -> Translation {
        guard let delta = event.raw(.delta) else { return event.unsaid() }
        let events = writer.output(.responseOutputAudioDelta) { $0.write("delta", raw: delta) }
        let known: [StaticString] = ["audio_base_64", "event_id"]
        return Translation(events, remainder: event.unsaid(inside: "audio_event", besides: known))
    }

    private mutating func userTranscript(_ event: RealtimeEvent) -> Translation {
        guard let transcript = event.raw(.transcript) else { return event.unsaid() }
        writer.endTurn()
        let item = writer.inputItemID
        writer.endInput()
        let completed = writer.event(.conversationItemInputAudioTranscriptionCompleted) { writer in
            writer.write("item_id", item)
            writer.write("content_index", 0)
            writer.write("transcript", raw: transcript)
        }
        let remainder = event.unsaid(inside: "user_transcription_event", besides: ["user_transcript", "event_id"])
        return Translation([completed], remainder: remainder)
    }

    /// What the agent says comes at once, and audio of it after that.
    private mutating func agentResponse(_ event: RealtimeEvent) -> Translation {
        guard let text = event.string(.text) else { return event.unsaid() }
        if writer.phase == .done { writer.endTurn() }
        let done = writer.output(.responseOutputAudioTranscriptDone) { $0.write("transcript", text) }
        let events = done + writer.finish(status: "completed", transcript: text)
        let remainder = event.unsaid(inside: "agent_response_event", besides: ["agent_response", "event_id"])
        return Translation(events, remainder: remainder)
    }

    /// The agent was interrupted, and has said less than it was going to.
    private mutating func agentResponseCorrection(_ event: RealtimeEvent) -> Translation {
        guard let text = event.string(.text) else { return event.unsaid() }
        let events = writer.output(.responseOutputTextDone) { $0.write("text", text) }
        var remainder = event.unsaid(
            inside: "agent_response_correction_event",
            besides: ["original_agent_response", "corrected_agent_response", "event_id"]
        )
        if let original = event.document.value(at: "agent_response_correction_event", "original_agent_response") {
            let path = "agent_response_correction_event.original_agent_response"
            remainder.append(TranslationRemainder(path, event.document.raw(original), .saidElsewhere))
        }
        return Translation(events, remainder: remainder)
    }

    private mutating func textPart(_ event: RealtimeEvent) -> Translation {
        guard let delta = event.raw(.delta),
            let part = event.document.object?.object("text_response_part")
        else { return event.unsaid() }
        // The first and the last part are empty.
        guard part.string("type") ?? "delta" == "delta" else { return event.unsaid(.saidElsewhere) }
        let events = writer.output(.responseOutputTextDelta) { $0.write("delta", raw: delta) }
        return Translation(
            events,
            remainder: event.unsaid(inside: "text_response_part", besides: ["text", "type", "event_id"])
        )
    }

    private mutating func toolCall(_ event: RealtimeEvent) -> Translation {
        guard let call = event.document.object?.object("client_tool_call"),
            let id = call.string("tool_call_id")
        else { return event.unsaid() }
        // Arguments are an object there, and the text of one here.
        let arguments = call.raw("parameters").map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        let events = writer.functionCall(id: id, name: call.string("tool_name"), arguments: arguments)
        let known: [StaticString] = ["tool_call_id", "tool_name", "parameters", "event_id"]
        return Translation(events, remainder: event.unsaid(inside: "client_tool_call", besides: known))
    }

    // MARK: Of the client

    static func clientToCurrent(_ event: RealtimeEvent) -> Translation {
        let remainder: [TranslationRemainder]
        var events: [[UInt8]] = []
        switch event.name {
        case "user_audio_chunk":
            guard let audio = event.raw(.audio) else { return event.unsaid() }
            events = [OutgoingEvent.event("input_audio_buffer.append", nil) { $0.write("audio", raw: audio) }]
            remainder = event.unsaid(besides: ["user_audio_chunk"])
        case "user_message":
            // There, an agent answers a message by itself.
            events = [OutgoingEvent.userText(event.string(.text) ?? ""), OutgoingEvent.responseCreate()]
            remainder = event.unsaid(besides: ["text"])
        case "contextual_update":
            events = [OutgoingEvent.systemText(event.string(.text) ?? "")]
            remainder = event.unsaid(besides: ["text"])
        case "client_tool_result":
            guard let callID = event.string(.callID), let result = event.document.value(at: "result")
            else { return event.unsaid() }
            let output =
                event.document.string(result) ?? String(decoding: event.document.raw(result), as: UTF8.self)
            events = [OutgoingEvent.toolOutput(output, callID: callID), OutgoingEvent.responseCreate()]
            // That it is no error need not be said.
            let isError = event.document.value(at: "is_error")?.kind == .true
            remainder = event.unsaid(besides: ["tool_call_id", "result"] + (isError ? [] : ["is_error"]))
        case "conversation_initiation_client_data": return initiation(event)
        default: return event.unsaid()
        }
        return Translation(events, remainder: remainder)
    }

    private static func initiation(_ event: RealtimeEvent) -> Translation {
        let document = event.document
        var session = JSONObjectWriter()
        session.write("type", "realtime")
        var remainder = event.unsaid(besides: ["conversation_config_override"])
        guard let override = document.object?.object("conversation_config_override")
        else { return Translation([OutgoingEvent.sessionUpdate(session.finish())], remainder: remainder) }
        if let prompt = document.value(at: "conversation_config_override", "agent", "prompt", "prompt") {
            session.write("instructions", raw: document.raw(prompt))
        }
        if let voice = document.value(at: "conversation_config_override", "tts", "voice_id") {
            var output = JSONObjectWriter()
            output.write("voice", raw: document.raw(voice))
            var audio = JSONObjectWriter()
            audio.write("output", raw: output.finish())
            session.write("audio", raw: audio.finish())
        }
        let path = "conversation_config_override"
        remainder += override.unsaid(path, besides: ["agent", "tts"])
        if let agent = override.object("agent") {
            remainder += agent.unsaid("\(path).agent", besides: ["prompt"])
            remainder += agent.object("prompt")?.unsaid("\(path).agent.prompt", besides: ["prompt"]) ?? []
        }
        remainder += override.object("tts")?.unsaid("\(path).tts", besides: ["voice_id"]) ?? []
        return Translation([OutgoingEvent.sessionUpdate(session.finish())], remainder: remainder)
    }
}
