// SPDX-License-Identifier: MIT

public import JSONText

/// The session part of an event, in the current shape or the flat one of the beta.
public struct EventSession: Sendable {
    /// The object.
    public let object: JSONObjectView

    init(_ object: JSONObjectView) {
        self.object = object
    }

    /// The session's name.
    public var id: String? { object.string("id") ?? object.string("conversation_id") }

    /// `realtime`, `transcription` or `translation`; nil in the beta.
    public var type: String? { object.string("type") }

    /// The model.
    public var model: String? { object.string("model") }

    /// What the model may answer with.
    public var modalities: [String]? {
        guard let list = object["output_modalities"] ?? object["modalities"], list.kind == .array else { return nil }
        return object.document.elements(of: list).compactMap(object.document.string)
    }

    /// The instructions for the model.
    public var instructions: String? { object.string("instructions") }

    /// The name of the voice; nil for a voice that is an object.
    public var voice: String? { output?.string("voice") ?? object.string("voice") }

    /// The sampling temperature, which only the beta has.
    public var temperature: Double? { object.number("temperature") }

    /// The limit of output tokens for a response, an integer or `"inf"`.
    public var maxOutputTokens: JSONNode? { object["max_output_tokens"] ?? object["max_response_output_tokens"] }

    /// How turns are detected, an object or `null`.
    public var turnDetection: JSONNode? { input?["turn_detection"] ?? object["turn_detection"] }

    /// The transcription of input audio, an object or `null`.
    public var inputTranscription: JSONNode? { input?["transcription"] ?? object["input_audio_transcription"] }

    /// The format of input audio: an object, or a name in the beta.
    public var inputAudioFormat: JSONNode? { input?["format"] ?? object["input_audio_format"] }

    /// The format of output audio: an object, or a name in the beta.
    public var outputAudioFormat: JSONNode? { output?["format"] ?? object["output_audio_format"] }

    /// The tools, an array.
    public var tools: JSONNode? { object["tools"] }

    /// Whether the session only transcribes its input.
    public var isTranscription: Bool { type == "transcription" }

    /// The members that none of the above reads, in the order of the text.
    public var extra: [JSONMember] {
        object.members(besides: [
            "id", "type", "model", "output_modalities", "modalities", "instructions", "voice", "temperature", "audio",
            "max_output_tokens", "max_response_output_tokens", "turn_detection", "input_audio_transcription",
            "input_audio_format", "output_audio_format", "tools",
        ])
    }

    private var input: JSONObjectView? { object.object("audio")?.object("input") }
    private var output: JSONObjectView? { object.object("audio")?.object("output") }
}
