// SPDX-License-Identifier: MIT

internal import JSONText

/// An answer while it is being given, word by word.
struct LoopbackResponse {
    let id: String
    let itemID: String
    /// Whether it belongs to no conversation.
    let isOutOfBand: Bool
    let isTextOnly: Bool
    /// What of the client's request is told back.
    let metadata: [UInt8]?
    /// How many words it answers: what is counted as input.
    let inputWords: Int
    /// What is still to be said, each word with the space behind it; the last first.
    var words: [String]
    var said = ""
    var nextWord: Duration

    var outputWords: Int { said.split(separator: " ").count }

    /// Writes the response as it is shown.
    ///
    /// - Parameters:
    ///   - status: `in_progress` or how it ended.
    ///   - reason: Why it was cancelled.
    ///   - output: Its items, complete.
    ///   - conversation: The id of the conversation.
    /// - Returns: A JSON object.
    func json(_ status: String, reason: String? = nil, output: [[UInt8]] = [], conversation: String) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("object", "realtime.response")
        writer.write("id", id)
        writer.write("status", status)
        if let reason {
            var details = JSONObjectWriter()
            details.write("type", status)
            details.write("reason", reason)
            writer.write("status_details", raw: details.finish())
        } else {
            writer.write("status_details", raw: Array("null".utf8))
        }
        writer.write("output", array: output)
        writer.writeOrNull("conversation_id", isOutOfBand ? nil : conversation)
        writer.write("output_modalities", array: [JSONQuoting.quoted(isTextOnly ? "text" : "audio")])
        if let metadata { writer.write("metadata", raw: metadata) }
        if status == "in_progress" {
            writer.write("usage", raw: Array("null".utf8))
        } else {
            writer.write("usage", raw: usage)
        }
        return writer.finish()
    }

    /// Words, which are all that there is to count.
    private var usage: [UInt8] {
        var input = JSONObjectWriter()
        input.write("text_tokens", inputWords)
        var output = JSONObjectWriter()
        output.write("text_tokens", outputWords)
        var writer = JSONObjectWriter()
        writer.write("total_tokens", inputWords + outputWords)
        writer.write("input_tokens", inputWords)
        writer.write("output_tokens", outputWords)
        writer.write("input_token_details", raw: input.finish())
        writer.write("output_token_details", raw: output.finish())
        return writer.finish()
    }

    /// The message that it says.
    func item(_ status: String) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("id", itemID)
        writer.write("object", "realtime.item")
        writer.write("type", "message")
        writer.write("status", status)
        writer.write("role", "assistant")
        writer.write("content", array: status == "in_progress" ? [] : [part])
        return writer.finish()
    }

    /// What has been said, as a part of the message.
    var part: [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("type", isTextOnly ? "output_text" : "output_audio")
        writer.write(isTextOnly ? "text" : "transcript", said)
        return writer.finish()
    }
}
