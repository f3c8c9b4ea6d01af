// SPDX-License-Identifier: MIT

internal import JSONText

/// What an object that configures a session or a response is for.
public enum SessionShape: String, Hashable, Sendable {
    /// A conversation.
    case realtime
    /// A session that only transcribes.
    case transcription
    /// A response, which configures itself with some members of a session.
    case response
}

/// A member that the beta has beside the others and the current API inside `audio`.
struct FlatAudioMember {
    enum Side { case input, output }

    let flat: StaticString
    let side: Side
    let nested: StaticString

    static let all: [FlatAudioMember] = [
        FlatAudioMember(flat: "input_audio_format", side: .input, nested: "format"),
        FlatAudioMember(flat: "input_audio_transcription", side: .input, nested: "transcription"),
        FlatAudioMember(flat: "input_audio_noise_reduction", side: .input, nested: "noise_reduction"),
        FlatAudioMember(flat: "turn_detection", side: .input, nested: "turn_detection"),
        FlatAudioMember(flat: "output_audio_format", side: .output, nested: "format"),
        FlatAudioMember(flat: "voice", side: .output, nested: "voice"),
        FlatAudioMember(flat: "speed", side: .output, nested: "speed"),
    ]

    var isFormat: Bool { nested.description == "format" }
}
