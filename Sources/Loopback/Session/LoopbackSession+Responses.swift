// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// What is said.
extension LoopbackSession {
    /// Begins an answer to the last item that is one to answer; `event` is the client's request, if there was one.
    mutating func begin(_ event: RealtimeEvent?, now: Duration) {
        guard response == nil else {
            guard let event else { return }
            let code = "conversation_already_has_active_response"
            refuse(code, "The last response is not complete yet.", event)
            return
        }
        let request = event?.object(.response)
        // Behind it may be what was said meanwhile: the user can write while an answer is being given.
        let last = items.last { $0.answer != nil }
        let answer = request?.string("instructions") ?? last?.answer ?? "I have heard nothing yet."
        let isOutOfBand = request?.string("conversation") == "none"
        if let name = document.function, let last, last.isQuestion, !isOutOfBand {
            call(name, with: last.answer ?? "", now: now)
            return
        }
        let modalities = request?.elements("output_modalities") ?? []
        let isTextOnly =
            modalities.isEmpty
            ? document.isTextOnly : !modalities.contains { request?.document.isString($0, "audio") == true }
        let words = answer.split(separator: " ").prefix(Self.maximumWords)
        begin(
            LoopbackResponse(
                id: writer.name("resp"),
                itemID: writer.name("item"),
                isOutOfBand: isOutOfBand,
                isTextOnly: isTextOnly,
                metadata: request?.raw("metadata").map(Array.init),
                inputWords: last?.answer?.split(separator: " ").count ?? 0,
                words: words.enumerated().map { $0 + 1 < words.count ? $1 + " " : String($1) }.reversed(),
                nextWord: now
            )
        )
        speak(now: now)
    }

    private mutating func begin(_ new: LoopbackResponse) {
        response = new
        let conversation = conversation
        writer.write("response.created") {
            $0.write("response", raw: new.json("in_progress", conversation: conversation))
        }
        writeItem("response.output_item.added", new, new.item("in_progress"))
        if !new.isOutOfBand { writeConversationItem("conversation.item.added", new.item("in_progress")) }
        writePart("response.content_part.added", new)
        if !new.isTextOnly { writer.write("output_audio_buffer.started") { $0.write("response_id", new.id) } }
    }

    /// Says the words that are due, and ends when there are no more.
    mutating func speak(now: Duration) {
        while var current = response, current.nextWord <= now {
            guard let word = current.words.popLast() else {
                end("completed")
                return
            }
            current.said += word
            current.nextWord += Self.wordInterval
            response = current
            let type = current.isTextOnly ? "response.output_text.delta" : "response.output_audio_transcript.delta"
            writePlace(type, current) { $0.write("delta", word) }
        }
    }

    /// Cancels the answer that is being given.
    mutating func cancel(_ event: RealtimeEvent) {
        let wanted = event.responseID
        guard let current = response, wanted == nil || wanted == current.id else {
            refuse("response_cancel_not_active", "There is no such response to cancel.", event)
            return
        }
        end("cancelled", reason: "client_cancelled")
    }

    /// Ends the answer that is being given, if there is one.
    mutating func end(_ status: String, reason: String? = nil) {
        guard let ended = response else { return }
        response = nil
        let itemStatus = status == "completed" ? status : "incomplete"
        if ended.isTextOnly {
            writePlace("response.output_text.done", ended) { $0.write("text", ended.said) }
        } else {
            writePlace("response.output_audio.done", ended) { _ in }
            writePlace("response.output_audio_transcript.done", ended) { $0.write("transcript", ended.said) }
        }
        writePart("response.content_part.done", ended)
        let item = ended.item(itemStatus)
        writeItem("response.output_item.done", ended, item)
        if !ended.isOutOfBand {
            writeConversationItem("conversation.item.done", item)
            keep(LoopbackItem(id: ended.itemID, content: .other, text: item))
        }
        finish(ended, status, reason, item)
        guard !ended.isTextOnly else { return }
        let type = status == "completed" ? "output_audio_buffer.stopped" : "output_audio_buffer.cleared"
        writer.write(type) { $0.write("response_id", ended.id) }
    }

    private mutating func finish(_ ended: LoopbackResponse, _ status: String, _ reason: String?, _ item: [UInt8]) {
        let json = ended.json(status, reason: reason, output: [item], conversation: conversation)
        writer.write("response.done") { $0.write("response", raw: json) }
        let limits = #"[{"name":"requests","limit":1000,"remaining":1000,"reset_seconds":0}]"#
        writer.write("rate_limits.updated") { $0.write("rate_limits", raw: Array(limits.utf8)) }
    }

    // MARK: Functions

    /// Calls the function with what was said, at once.
    private mutating func call(_ name: String, with text: String, now: Duration) {
        let call = LoopbackResponse(
            id: writer.name("resp"),
            itemID: writer.name("item"),
            isOutOfBand: false,
            isTextOnly: true,
            metadata: nil,
            inputWords: text.split(separator: " ").count,
            words: [],
            nextWord: now
        )
        let callID = writer.name("call")
        var arguments = JSONObjectWriter()
        arguments.write("text", text)
        let argumentText = String(decoding: arguments.finish(), as: UTF8.self)
        func item(_ status: String, _ arguments: String) -> [UInt8] {
            var writer = JSONObjectWriter()
            writer.write("id", call.itemID)
            writer.write("object", "realtime.item")
            writer.write("type", "function_call")
            writer.write("status", status)
            writer.write("call_id", callID)
            writer.write("name", name)
            writer.write("arguments", arguments)
            return writer.finish()
        }
        let conversation = conversation
        writer.write("response.created") {
            $0.write("response", raw: call.json("in_progress", conversation: conversation))
        }
        writeItem("response.output_item.added", call, item("in_progress", ""))
        writeConversationItem("conversation.item.added", item("in_progress", ""))
        for (type, member) in [
            ("response.function_call_arguments.delta", "delta"), ("response.function_call_arguments.done", "arguments"),
        ] {
            writer.write(type) { members in
                members.write("response_id", call.id)
                members.write("item_id", call.itemID)
                members.write("output_index", 0)
                members.write("call_id", callID)
                if member == "delta" {
                    members.write("delta", argumentText)
                } else {
                    members.write("name", name)
                    members.write("arguments", argumentText)
                }
            }
        }
        let done = item("completed", argumentText)
        writeItem("response.output_item.done", call, done)
        writeConversationItem("conversation.item.done", done)
        keep(LoopbackItem(id: call.itemID, content: .other, text: done))
        finish(call, "completed", nil, done)
    }

    // MARK: Parts of events

    private mutating func writeItem(_ type: String, _ response: LoopbackResponse, _ item: [UInt8]) {
        writer.write(type) { members in
            members.write("response_id", response.id)
            members.write("output_index", 0)
            members.write("item", raw: item)
        }
    }

    private mutating func writeConversationItem(_ type: String, _ item: [UInt8]) {
        let previous = items.last?.id
        writer.write(type) { members in
            members.writeOrNull("previous_item_id", previous)
            members.write("item", raw: item)
        }
    }

    private mutating func writePart(_ type: String, _ response: LoopbackResponse) {
        // The API calls the part of sound `audio` here.
        var part = JSONObjectWriter()
        part.write("type", response.isTextOnly ? "text" : "audio")
        part.write(response.isTextOnly ? "text" : "transcript", response.said)
        let text = part.finish()
        writePlace(type, response) { $0.write("part", raw: text) }
    }

    private mutating func writePlace(
        _ type: String,
        _ response: LoopbackResponse,
        _ body: (inout JSONObjectWriter) -> Void
    ) {
        writer.write(type) { members in
            members.write("response_id", response.id)
            members.write("item_id", response.itemID)
            members.write("output_index", 0)
            members.write("content_index", 0)
            body(&members)
        }
    }
}

extension LoopbackItem {
    /// Whether the user has said it: what a function is called for.
    fileprivate var isQuestion: Bool {
        switch content {
        case .text, .speech: true
        case .toolOutput, .other: false
        }
    }
}
