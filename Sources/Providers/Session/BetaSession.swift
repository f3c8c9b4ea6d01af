// SPDX-License-Identifier: MIT

internal import JSONText

/// Rewrites the flat session of the beta to the current shape.
///
/// Source: OpenAI's beta and current type definitions (openai-python `types/beta/realtime` and `types/realtime`).
/// Members that both shapes share keep their bytes; unknown ones are handed on for the provider to judge.
struct BetaSession {
    /// The session in the current shape.
    let session: [UInt8]
    /// `client_secret.expires_after` of the beta, which belongs beside the session now.
    let expiresAfter: [UInt8]?

    /// Rewrites a session whose names and type have been normalised already.
    init(rewriting normalized: [UInt8], shape: RealtimeSession.Shape) throws(SessionError) {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: normalized)
        } catch {
            throw .notJSON(offset: error.offset, reason: error.code.rawValue)
        }
        // A session that has `audio` is in the current shape already; flat members beside it are the provider's to
        // refuse.
        let isCurrent = document.member("audio", of: document.root)?.kind == .object
        var root = JSONObjectWriter(capacity: normalized.count + 128)
        var input = JSONObjectWriter()
        var output = JSONObjectWriter()
        document.forEachMember(of: document.root) { member in
            let name = document.string(member.name) ?? ""
            let value = document.raw(member.value)
            switch name {
            case "input_audio_format" where !isCurrent:
                input.write("format", raw: Self.format(document, member.value))
            case "input_audio_transcription" where !isCurrent: input.write("transcription", raw: value)
            case "input_audio_noise_reduction" where !isCurrent: input.write("noise_reduction", raw: value)
            case "turn_detection" where !isCurrent: input.write("turn_detection", raw: value)
            case "output_audio_format" where !isCurrent:
                output.write("format", raw: Self.format(document, member.value))
            case "voice" where !isCurrent: output.write("voice", raw: value)
            case "speed" where !isCurrent: output.write("speed", raw: value)
            case "modalities":
                if shape == .realtime {
                    root.write("output_modalities", raw: Self.outputModalities(document, member.value))
                }
            case "max_response_output_tokens": root.write("max_output_tokens", raw: value)
            // The current API has no temperature and refuses unknown parameters; a null `audio` makes way for ours.
            case "temperature", "client_secret": break
            case "audio" where !isCurrent: break
            default: root.write(rawName: document.raw(member.name), raw: value)
            }
        }
        var audio = JSONObjectWriter()
        if !input.isEmpty { audio.write("input", raw: input.finish()) }
        if !output.isEmpty { audio.write("output", raw: output.finish()) }
        if !audio.isEmpty { root.write("audio", raw: audio.finish()) }
        session = root.finish()
        expiresAfter = document.value(at: "client_secret", "expires_after").map { Array(document.raw($0)) }
    }

    /// `pcm16` and its siblings as the current API writes them; an object is in the current form already.
    private static func format(_ document: JSONDocument, _ node: JSONNode) -> [UInt8] {
        switch document.string(node) {
        case "pcm16": Array(#"{"type":"audio/pcm","rate":24000}"#.utf8)
        case "g711_ulaw": Array(#"{"type":"audio/pcmu"}"#.utf8)
        case "g711_alaw": Array(#"{"type":"audio/pcma"}"#.utf8)
        default: Array(document.raw(node))
        }
    }

    /// The beta asked for audio as `["audio","text"]`; the current API takes exactly one, and audio brings its text.
    private static func outputModalities(_ document: JSONDocument, _ node: JSONNode) -> [UInt8] {
        let text = document.raw(node)
        guard node.kind == .array, document.elements(of: node).contains(where: { document.string($0) == "audio" })
        else { return Array(text) }
        return Array(#"["audio"]"#.utf8)
    }
}
