// SPDX-License-Identifier: MIT

internal import JSONText
internal import TextCoding

/// Builds events that an application or the relay sends, in the words of the current OpenAI API.
///
/// Event ids are arguments: they are made where randomness is.
public enum OutgoingEvent {
    /// A message that the user has typed.
    public static func userText(_ text: String, itemID: String? = nil, eventID: String? = nil) -> [UInt8] {
        message(role: "user", itemID: itemID, parts: [textPart(text)], eventID: eventID)
    }

    /// A message that tells the model something in passing.
    static func systemText(_ text: String) -> [UInt8] {
        message(role: "system", parts: [textPart(text)])
    }

    /// A message of parts, each a JSON object.
    static func message(
        role: String,
        itemID: String? = nil,
        parts: [[UInt8]],
        eventID: String? = nil
    ) -> [UInt8] {
        var item = JSONObjectWriter(capacity: parts.reduce(120) { $0 + $1.count })
        item.writeIfPresent("id", itemID)
        item.write("type", "message")
        item.write("role", role)
        item.write("content", array: parts)
        return event("conversation.item.create", eventID) { $0.write("item", raw: item.finish()) }
    }

    private static func textPart(_ text: String) -> [UInt8] {
        var part = JSONObjectWriter(capacity: text.utf8.count + 40)
        part.write("type", "input_text")
        part.write("text", text)
        return part.finish()
    }

    /// What the function of a call has returned, a text of any form.
    public static func toolOutput(
        _ output: String,
        callID: String,
        itemID: String? = nil,
        eventID: String? = nil
    ) -> [UInt8] {
        var item = JSONObjectWriter(capacity: output.utf8.count + 120)
        item.writeIfPresent("id", itemID)
        item.write("type", "function_call_output")
        item.write("call_id", callID)
        item.write("output", output)
        return event("conversation.item.create", eventID) { $0.write("item", raw: item.finish()) }
    }

    /// A change of the session, by a JSON object that has its `type`.
    public static func sessionUpdate(_ session: [UInt8], eventID: String? = nil) -> [UInt8] {
        event("session.update", eventID) { $0.write("session", raw: session) }
    }

    /// Input audio in the session's format.
    public static func audioAppend(_ audio: [UInt8], eventID: String? = nil) -> [UInt8] {
        event("input_audio_buffer.append", eventID) { $0.write("audio", Base64.encode(audio)) }
    }

    /// A request for a response, with the session's configuration or that of a JSON object.
    public static func responseCreate(_ response: [UInt8]? = nil, eventID: String? = nil) -> [UInt8] {
        event("response.create", eventID) { writer in
            if let response { writer.write("response", raw: response) }
        }
    }

    /// The end of a response; that in progress, unless one is named.
    public static func responseCancel(responseID: String? = nil, eventID: String? = nil) -> [UInt8] {
        event("response.cancel", eventID) { $0.writeIfPresent("response_id", responseID) }
    }

    /// An error that the relay tells the application of; the client's event is named in the report.
    public static func error(_ error: ErrorReport, eventID: String) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("type", error.type)
        writer.writeOrNull("code", error.code)
        writer.write("message", error.message)
        writer.writeOrNull("param", error.param)
        writer.writeOrNull("event_id", error.clientEventID)
        return event("error", eventID) { $0.write("error", raw: writer.finish()) }
    }

    static func event(
        _ type: String,
        _ eventID: String?,
        _ body: (inout JSONObjectWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("type", type)
        writer.writeIfPresent("event_id", eventID)
        body(&writer)
        return writer.finish()
    }
}
