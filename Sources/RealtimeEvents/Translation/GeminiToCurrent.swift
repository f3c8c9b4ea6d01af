// SPDX-License-Identifier: MIT

internal import JSONText

/// Gemini's server messages in the words of the current API.
extension GeminiState {
    mutating func serverToCurrent(_ event: RealtimeEvent) -> Translation {
        switch event.name {
        case "setupComplete": return setupComplete(event)
        case "serverContent": return serverContent(event)
        case "toolCall": return toolCall(event)
        default: return event.unsaid()
        }
    }

    private mutating func setupComplete(_ event: RealtimeEvent) -> Translation {
        guard let setup = event.document.object?.object("setupComplete")
        else { return event.unsaid() }
        var session = JSONObjectWriter()
        session.write("type", "realtime")
        session.write("object", "realtime.session")
        session.writeIfPresent("id", setup.string("sessionId"))
        let text = session.finish()
        return Translation(
            [writer.event(.sessionCreated) { $0.write("session", raw: text) }],
            remainder: event.unsaid(besides: ["setupComplete"]) + setup.unsaid("setupComplete", besides: ["sessionId"])
        )
    }

    /// One message can say several things; they become events in the order in which they matter to a listener.
    private mutating func serverContent(_ event: RealtimeEvent) -> Translation {
        guard let content = event.document.object?.object("serverContent")
        else { return event.unsaid() }
        var result = Translation()
        if let transcription = content.object("inputTranscription") {
            inputTranscription(transcription, into: &result)
        }
        if let turn = content.object("modelTurn") { modelTurn(turn, into: &result) }
        if let transcription = content.object("outputTranscription"), let text = transcription.raw("text") {
            result.events += writer.output(.responseOutputAudioTranscriptDelta) { $0.write("delta", raw: text) }
            result.remainder += transcription.unsaid(
                "serverContent.outputTranscription",
                besides: ["text", "finished"]
            )
        }
        let usage = GeminiUsage.current(event)
        if content["interrupted"]?.kind == .true, writer.phase == .open {
            if let cleared = writer.cleared() { result.events.append(cleared) }
            let details = Array(#"{"type":"cancelled","reason":"turn_detected"}"#.utf8)
            result.events += writer.finish(status: "cancelled", usage: usage, details: details)
            result.remainder += GeminiUsage.unsaid(event)
            writer.endTurn()
            isInterrupted = true
        } else if content["turnComplete"]?.kind == .true, !isInterrupted {
            result.events += writer.finish(status: "completed", usage: usage)
            result.remainder += GeminiUsage.unsaid(event)
            writer.endTurn()
        } else if let usage = event.raw(.usage) {
            result.remainder.append(TranslationRemainder("usageMetadata", usage))
        }
        if content["turnComplete"]?.kind == .true { isInterrupted = false }
        result.remainder += event.unsaid(besides: ["serverContent", "usageMetadata"])
        result.remainder += content.unsaid(
            "serverContent",
            besides: [
                "inputTranscription", "modelTurn", "outputTranscription", "interrupted", "turnComplete",
                "generationComplete",
            ]
        )
        // Of some things, such as the end of a turn that was interrupted, other events have told already.
        return result == Translation() ? event.unsaid(.saidElsewhere) : result
    }

    private mutating func inputTranscription(_ transcription: JSONObjectView, into result: inout Translation) {
        let item = writer.inputItemID
        if let text = transcription.raw("text") {
            result.events.append(
                writer.event(.conversationItemInputAudioTranscriptionDelta) { writer in
                    writer.write("item_id", item)
                    writer.write("content_index", 0)
                    writer.write("delta", raw: text)
                }
            )
        }
        if transcription["finished"]?.kind == .true { writer.endInput() }
        result.remainder += transcription.unsaid("serverContent.inputTranscription", besides: ["text", "finished"])
    }

    private mutating func modelTurn(_ turn: JSONObjectView, into result: inout Translation) {
        let path = "serverContent.modelTurn"
        result.remainder += turn.unsaid(path, besides: ["parts", "role"])
        for (index, node) in turn.elements("parts").enumerated() {
            guard let part = JSONObjectView(node, in: turn.document) else { continue }
            let isThought = part["thought"]?.kind == .true
            if let audio = part.object("inlineData"), let data = audio.raw("data"), isAudio(audio) {
                result.events += writer.output(.responseOutputAudioDelta) { $0.write("delta", raw: data) }
                result.remainder += part.unsaid("\(path).parts.\(index)", besides: ["inlineData"])
            } else if let text = part.raw("text"), !isThought {
                result.events += writer.output(.responseOutputTextDelta) { $0.write("delta", raw: text) }
                result.remainder += part.unsaid("\(path).parts.\(index)", besides: ["text", "thought"])
            } else {
                result.remainder.append(TranslationRemainder("\(path).parts.\(index)", part.bytes))
            }
        }
    }

    private func isAudio(_ data: JSONObjectView) -> Bool { data.string("mimeType")?.hasPrefix("audio/") ?? true }

    private mutating func toolCall(_ event: RealtimeEvent) -> Translation {
        var result = Translation(remainder: event.unsaid(besides: ["toolCall"]))
        guard let toolCall = event.document.object?.object("toolCall")
        else { return event.unsaid() }
        for (index, node) in toolCall.elements("functionCalls").enumerated() {
            guard let call = JSONObjectView(node, in: event.document) else { continue }
            // Arguments are an object there, and the text of one here.
            let arguments = call.raw("args").map { String(decoding: $0, as: UTF8.self) } ?? "{}"
            result.events += writer.functionCall(id: call.string("id"), name: call.string("name"), arguments: arguments)
            result.remainder += call.unsaid("toolCall.functionCalls.\(index)", besides: ["id", "name", "args"])
        }
        result.remainder += toolCall.unsaid("toolCall", besides: ["functionCalls"])
        return result
    }
}
