// SPDX-License-Identifier: MIT

internal import JSONText

/// Where providers with names of their own have the fields of the view.
extension RealtimeEvent {
    mutating func readNativeFields() {
        switch vocabulary {
        case .elevenLabs: readElevenLabsFields()
        case .gemini: readGeminiFields()
        case .openAI, .beta, .translation, .live, .clientLibrary, .adk: break
        }
    }

    // MARK: ElevenLabs

    private mutating func readElevenLabsFields() {
        switch type {
        case .sessionCreated: set(.session, "conversation_initiation_metadata_event")
        case .responseOutputAudioDelta: set(.delta, "audio_event", "audio_base_64")
        case .conversationItemInputAudioTranscriptionCompleted:
            set(.transcript, "user_transcription_event", "user_transcript")
        case .responseDone: set(.text, "agent_response_event", "agent_response")
        case .responseOutputTextDone: set(.text, "agent_response_correction_event", "corrected_agent_response")
        case .responseOutputTextDelta: set(.delta, "text_response_part", "text")
        case .responseFunctionCallArgumentsDone:
            set(.callID, "client_tool_call", "tool_call_id")
            set(.name, "client_tool_call", "tool_name")
            set(.arguments, "client_tool_call", "parameters")
        case .inputAudioBufferAppend: set(.audio, "user_audio_chunk")
        case .conversationItemCreate: set(.callID, "tool_call_id")
        default: break
        }
    }

    // MARK: Gemini

    /// Whether the client says that its turn is over, for which other vocabularies have an event of its own.
    var isGeminiTurnComplete: Bool { document.value(at: "clientContent", "turnComplete")?.kind == .true }

    /// Whether a client's turn brings something that the user says, and no history of the model.
    var isGeminiUserInput: Bool {
        if name == "realtimeInput" { return true }
        guard name == "clientContent", let content = document.object?.object("clientContent") else { return false }
        return content.elements("turns").contains { JSONObjectView($0, in: document)?.string("role") != "model" }
    }

    private mutating func readGeminiFields() {
        set(.usage, "usageMetadata")
        switch name {
        case "setup": set(.session, "setup")
        case "serverContent": readServerContent()
        case "toolCall": readFirstFunctionCall()
        case "realtimeInput": readRealtimeInput()
        default: break
        }
    }

    /// One `serverContent` can say several things; its type is the one that matters most.
    private mutating func readServerContent() {
        guard let content = document.object?.object("serverContent") else { return }
        let parts = content.object("modelTurn")?.objects("parts") ?? []
        // Thoughts are not said.
        let part = parts.first { $0["thought"]?.kind != .true }
        if content["turnComplete"]?.kind == .true {
            type = .responseDone
        } else if content["interrupted"]?.kind == .true {
            type = .outputAudioBufferCleared
        } else if let data = part?.object("inlineData")?["data"] {
            type = .responseOutputAudioDelta
            fields[.delta] = data.range
        } else if let text = part?["text"] {
            type = .responseOutputTextDelta
            fields[.delta] = text.range
        } else if let transcription = content.object("inputTranscription") {
            let isFinished = transcription["finished"]?.kind == .true
            type =
                isFinished
                ? .conversationItemInputAudioTranscriptionCompleted : .conversationItemInputAudioTranscriptionDelta
            fields[isFinished ? .transcript : .delta] = transcription["text"]?.range
        } else if let text = content.object("outputTranscription")?["text"] {
            type = .responseOutputAudioTranscriptDelta
            fields[.delta] = text.range
        }
    }

    private mutating func readFirstFunctionCall() {
        guard let calls = document.value(at: "toolCall", "functionCalls"),
            let call = JSONObjectView(document.elements(of: calls).first, in: document)
        else { return }
        fields[.callID] = call["id"]?.range
        fields[.name] = call["name"]?.range
        fields[.arguments] = call["args"]?.range
    }

    private mutating func readRealtimeInput() {
        if let data = document.value(at: "realtimeInput", "audio", "data") {
            fields[.audio] = data.range
        } else if document.value(at: "realtimeInput", "audioStreamEnd")?.kind == .true
            || document.value(at: "realtimeInput", "activityEnd") != nil
        {
            type = .inputAudioBufferCommit
        } else if let text = document.value(at: "realtimeInput", "text") {
            type = .conversationItemCreate
            fields[.text] = text.range
        } else {
            // Video, and that a user begins to speak.
            type = nil
        }
    }

    private mutating func set(_ field: EventField, _ path: StaticString...) {
        var node: JSONNode? = document.root
        for name in path { node = node.flatMap { document.member(name, of: $0) } }
        fields[field] = node?.range
    }
}
