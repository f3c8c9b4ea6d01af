// SPDX-License-Identifier: MIT

public import JSONText

/// A piece of output, or of a transcript.
public struct EventDelta: Sendable {
    let event: RealtimeEvent

    /// The piece itself, a string; in events of the openai-realtime-api library an object with `text`, `audio`,
    /// `transcript` and `arguments`.
    public var value: JSONNode? { event[.delta] }

    /// A piece of output text.
    public var text: String? { piece(of: .responseOutputTextDelta, "text") }

    /// A piece of the transcript of input or output audio.
    public var transcript: String? {
        piece(of: .responseOutputAudioTranscriptDelta, "transcript")
            ?? piece(of: .conversationItemInputAudioTranscriptionDelta, "transcript")
    }

    /// A piece of the arguments of a function or MCP call.
    public var arguments: String? {
        piece(of: .responseFunctionCallArgumentsDelta, "arguments")
            ?? piece(of: .responseMCPCallArgumentsDelta, "arguments")
    }

    /// A piece of output audio, in base64; not decoded.
    public var audio: AudioPayload? {
        guard let value else { return nil }
        let node = value.kind == .object ? event.object(.delta)?["audio"] : value
        guard value.kind == .object || event.type == .responseOutputAudioDelta else { return nil }
        return AudioPayload(node, in: event.document)
    }

    /// The item that it belongs to.
    public var itemID: String? { event.itemID }

    /// The response that it belongs to.
    public var responseID: String? { event.responseID }

    /// Which output item of the response.
    public var outputIndex: Int? { event.outputIndex }

    /// Which content part of the item.
    public var contentIndex: Int? { event.contentIndex }

    private func piece(of type: EventType, _ member: StaticString) -> String? {
        if let object = event.object(.delta) { return object.string(member) }
        return event.type == type ? event.string(.delta) : nil
    }
}
