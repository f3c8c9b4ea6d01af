// SPDX-License-Identifier: MIT

internal import JSONText

/// Gemini's client messages in the words of the current API.
extension GeminiState {
    static func clientToCurrent(_ event: RealtimeEvent) -> Translation {
        let root = event.document.object
        return switch event.name {
        case "setup": setup(event)
        case "clientContent": root?.object("clientContent").map(clientContent) ?? event.unsaid()
        case "realtimeInput": root?.object("realtimeInput").map(realtimeInput) ?? event.unsaid()
        case "toolResponse": root?.object("toolResponse").map(toolResponse) ?? event.unsaid()
        default: event.unsaid()
        }
    }

    private static func setup(_ event: RealtimeEvent) -> Translation {
        guard let setup = event.object(.session) else { return event.unsaid() }
        let configuration = setup.object("generationConfig")
        var session = JSONObjectWriter()
        session.write("type", "realtime")
        if let model = setup.string("model") {
            session.write("model", model.hasPrefix("models/") ? String(model.dropFirst(7)) : model)
        }
        let modalities = configuration?.elements("responseModalities").compactMap(setup.document.string) ?? []
        if !modalities.isEmpty {
            session.write("output_modalities", raw: Array((modalities == ["TEXT"] ? #"["text"]"# : #"["audio"]"#).utf8))
        }
        if let instructions = text(of: setup["systemInstruction"], in: setup.document) {
            session.write("instructions", instructions)
        }
        session.writeIfPresent("max_output_tokens", configuration?.integer("maxOutputTokens"))
        let voice = configuration?.object("speechConfig")?.object("voiceConfig")?.object("prebuiltVoiceConfig")
        if let name = voice?.string("voiceName") {
            var output = JSONObjectWriter()
            output.write("voice", name)
            var audio = JSONObjectWriter()
            audio.write("output", raw: output.finish())
            session.write("audio", raw: audio.finish())
        }
        let tools = GeminiTools.current(setup)
        if !tools.list.isEmpty { session.write("tools", array: tools.list) }
        var remainder = setup.unsaid(
            "setup",
            besides: ["model", "generationConfig", "systemInstruction", "tools", "outputAudioTranscription"]
        )
        remainder += tools.remainder
        remainder +=
            configuration?.unsaid(
                "setup.generationConfig",
                besides: ["responseModalities", "maxOutputTokens", "speechConfig"]
            ) ?? []
        return Translation([OutgoingEvent.sessionUpdate(session.finish())], remainder: remainder)
    }

    private static func clientContent(_ content: JSONObjectView) -> Translation {
        var result = Translation(remainder: content.unsaid("clientContent", besides: ["turns", "turnComplete"]))
        for (index, node) in content.elements("turns").enumerated() {
            guard let turn = JSONObjectView(node, in: content.document) else { continue }
            let path = "clientContent.turns.\(index)"
            result.remainder += turn.unsaid(path, besides: ["role", "parts"])
            let isModel = turn.string("role") == "model"
            var parts: [[UInt8]] = []
            for (number, part) in turn.elements("parts").enumerated() {
                guard let object = JSONObjectView(part, in: content.document), let text = object.raw("text") else {
                    result.remainder.append(
                        TranslationRemainder("\(path).parts.\(number)", content.document.raw(part))
                    )
                    continue
                }
                var writer = JSONObjectWriter()
                writer.write("type", isModel ? "output_text" : "input_text")
                writer.write("text", raw: text)
                parts.append(writer.finish())
            }
            guard !parts.isEmpty else { continue }
            result.events.append(OutgoingEvent.message(role: isModel ? "assistant" : "user", parts: parts))
        }
        if content["turnComplete"]?.kind == .true { result.events.append(OutgoingEvent.responseCreate()) }
        return result
    }

    private static func realtimeInput(_ input: JSONObjectView) -> Translation {
        var result = Translation(
            remainder: input.unsaid(
                "realtimeInput",
                besides: ["audio", "mediaChunks", "text", "audioStreamEnd", "activityEnd"]
            )
        )
        for chunk in [input.object("audio")].compactMap(\.self) + input.objects("mediaChunks") {
            guard let data = chunk.raw("data"), chunk.string("mimeType")?.hasPrefix("audio/") ?? true else {
                result.remainder.append(TranslationRemainder("realtimeInput.mediaChunks", chunk.bytes))
                continue
            }
            result.events.append(OutgoingEvent.event("input_audio_buffer.append", nil) { $0.write("audio", raw: data) })
            // The session says the rate once, and not each piece of audio.
            if let type = chunk.raw("mimeType"), chunk.string("mimeType") != "audio/pcm;rate=24000" {
                result.remainder.append(TranslationRemainder("realtimeInput.audio.mimeType", type))
            }
        }
        if let text = input.string("text") {
            result.events += [OutgoingEvent.userText(text), OutgoingEvent.responseCreate()]
        }
        if input["audioStreamEnd"]?.kind == .true || input["activityEnd"] != nil {
            result.events.append(OutgoingEvent.event("input_audio_buffer.commit", nil) { _ in })
        }
        return result
    }

    /// A model there goes on by itself when it has the output of a function.
    private static func toolResponse(_ response: JSONObjectView) -> Translation {
        var result = Translation(remainder: response.unsaid("toolResponse", besides: ["functionResponses"]))
        for (index, node) in response.elements("functionResponses").enumerated() {
            guard let function = JSONObjectView(node, in: response.document), let id = function.string("id") else {
                result.remainder.append(
                    TranslationRemainder("toolResponse.functionResponses.\(index)", response.document.raw(node))
                )
                continue
            }
            let output = function.raw("response").map { String(decoding: $0, as: UTF8.self) } ?? ""
            result.events.append(OutgoingEvent.toolOutput(output, callID: id))
            let path = "toolResponse.functionResponses.\(index)"
            result.remainder += function.unsaid(path, besides: ["id", "response"])
        }
        if !result.events.isEmpty { result.events.append(OutgoingEvent.responseCreate()) }
        return result
    }

    /// The text of a `Content`, or of a string in its place.
    private static func text(of node: JSONNode?, in document: JSONDocument) -> String? {
        guard let node else { return nil }
        if let text = document.string(node) { return text }
        let texts = JSONObjectView(node, in: document)?.objects("parts").compactMap { $0.string("text") } ?? []
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }
}
