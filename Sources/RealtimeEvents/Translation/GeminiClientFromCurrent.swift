// SPDX-License-Identifier: MIT

internal import JSONText

/// Client events of the current API in the words of Gemini.
extension GeminiState {
    mutating func clientFromCurrent(_ event: RealtimeEvent) -> Translation {
        switch event.type {
        case .sessionUpdate: return setupFromCurrent(event)
        case .conversationItemCreate: return item(event)
        case .responseCreate:
            let remainder = event.unsaid(besides: [])
            return Translation([Array(#"{"clientContent":{"turnComplete":true}}"#.utf8)], remainder: remainder)
        case .inputAudioBufferCommit:
            let end = Array(#"{"realtimeInput":{"audioStreamEnd":true}}"#.utf8)
            return Translation([end], remainder: event.unsaid(besides: []))
        case .inputAudioBufferAppend: return audio(event)
        default: return event.unsaid()
        }
    }

    private func audio(_ event: RealtimeEvent) -> Translation {
        guard let audio = event.raw(.audio) else { return event.unsaid() }
        var blob = JSONObjectWriter(capacity: audio.count + 64)
        blob.write("mimeType", "audio/pcm;rate=\(inputRate)")
        blob.write("data", raw: audio)
        var input = JSONObjectWriter(capacity: audio.count + 96)
        input.write("audio", raw: blob.finish())
        var writer = JSONObjectWriter(capacity: audio.count + 128)
        writer.write("realtimeInput", raw: input.finish())
        return Translation([writer.finish()], remainder: event.unsaid(besides: ["audio"]))
    }

    private func item(_ event: RealtimeEvent) -> Translation {
        guard let item = event.item else { return event.unsaid() }
        if item.type == "function_call_output" { return functionResponse(event, item) }
        guard item.type == "message" else { return event.unsaid() }
        var remainder = event.unsaid(besides: ["item"])
        var parts: [[UInt8]] = []
        for (index, part) in item.content.enumerated() {
            guard let text = part.raw("text") else {
                remainder.append(TranslationRemainder("item.content.\(index)", part.bytes))
                continue
            }
            var writer = JSONObjectWriter()
            writer.write("text", raw: text)
            parts.append(writer.finish())
        }
        guard !parts.isEmpty else { return event.unsaid() }
        remainder += item.object.unsaid("item", besides: ["type", "role", "content"])
        if item.role == "system", let role = item.object.raw("role") {
            // A conversation there has no systems in it.
            remainder.append(TranslationRemainder("item.role", role, .approximated))
        }
        var turn = JSONObjectWriter()
        turn.write("role", item.role == "assistant" ? "model" : "user")
        turn.write("parts", array: parts)
        var content = JSONObjectWriter()
        content.write("turns", array: [turn.finish()])
        content.write("turnComplete", false)
        var writer = JSONObjectWriter()
        writer.write("clientContent", raw: content.finish())
        return Translation([writer.finish()], remainder: remainder)
    }

    private func functionResponse(_ event: RealtimeEvent, _ item: EventItem) -> Translation {
        guard let callID = item.object.raw("call_id"), let output = item.output else { return event.unsaid() }
        var function = JSONObjectWriter()
        function.write("id", raw: callID)
        function.writeIfPresent("name", item.name)
        if let object = output.embeddedObject {
            function.write("response", raw: object)
        } else {
            // A response there is an object.
            var response = JSONObjectWriter()
            response.write("output", output)
            function.write("response", raw: response.finish())
        }
        var list = JSONObjectWriter()
        list.write("functionResponses", array: [function.finish()])
        var writer = JSONObjectWriter()
        writer.write("toolResponse", raw: list.finish())
        let remainder = item.object.unsaid("item", besides: ["type", "call_id", "output", "name"])
        return Translation([writer.finish()], remainder: event.unsaid(besides: ["item"]) + remainder)
    }

    private mutating func setupFromCurrent(_ event: RealtimeEvent) -> Translation {
        guard !isSetUp, let session = event.session else { return event.unsaid() }
        isSetUp = true
        if let format = JSONObjectView(session.inputAudioFormat, in: event.document) {
            inputRate = format.integer("rate") ?? inputRate
        }
        var setup = JSONObjectWriter()
        if let model = session.model {
            setup.write("model", model.utf8.contains(UInt8(ascii: "/")) ? model : "models/\(model)")
        }
        setup.write("generationConfig", raw: generationConfig(session))
        if let instructions = session.object.raw("instructions") {
            var part = JSONObjectWriter()
            part.write("text", raw: instructions)
            var content = JSONObjectWriter()
            content.write("parts", array: [part.finish()])
            setup.write("systemInstruction", raw: content.finish())
        }
        let tools = GeminiTools.setup(session.object)
        if !tools.list.isEmpty { setup.write("tools", array: tools.list) }
        // A session of the current API brings the text of what the model says, and of what it hears if asked to.
        setup.write("outputAudioTranscription", raw: Array("{}".utf8))
        setup.write("inputAudioTranscription", raw: Array("{}".utf8))
        var writer = JSONObjectWriter()
        writer.write("setup", raw: setup.finish())
        return Translation(
            [writer.finish()],
            remainder: event.unsaid(besides: ["session"]) + tools.remainder + unsaid(session)
        )
    }

    private func generationConfig(_ session: EventSession) -> [UInt8] {
        var configuration = JSONObjectWriter()
        let modality = session.modalities == ["text"] ? #"["TEXT"]"# : #"["AUDIO"]"#
        configuration.write("responseModalities", raw: Array(modality.utf8))
        if let limit = session.object.integer("max_output_tokens") { configuration.write("maxOutputTokens", limit) }
        if let voice = session.voice {
            var prebuilt = JSONObjectWriter()
            prebuilt.write("voiceName", voice)
            var voiceConfig = JSONObjectWriter()
            voiceConfig.write("prebuiltVoiceConfig", raw: prebuilt.finish())
            var speech = JSONObjectWriter()
            speech.write("voiceConfig", raw: voiceConfig.finish())
            configuration.write("speechConfig", raw: speech.finish())
        }
        return configuration.finish()
    }

    private func unsaid(_ session: EventSession) -> [TranslationRemainder] {
        let known: [StaticString] = [
            "type", "model", "output_modalities", "instructions", "tools", "audio", "max_output_tokens",
        ]
        var remainder = session.object.unsaid("session", besides: known)
        guard let audio = session.object.object("audio") else { return remainder }
        remainder += audio.unsaid("session.audio", besides: ["input", "output"])
        remainder += audio.object("input")?.unsaid("session.audio.input", besides: ["format", "transcription"]) ?? []
        // There, who asks for a transcription has no say in its model.
        remainder +=
            audio.object("input")?.object("transcription")?.unsaid("session.audio.input.transcription", besides: [])
            ?? []
        remainder += audio.object("output")?.unsaid("session.audio.output", besides: ["voice"]) ?? []
        return remainder
    }
}
