// SPDX-License-Identifier: MIT

internal import JSONText

/// Audio formats: ElevenLabs joins a coding and a rate, as in `pcm_16000`.
enum ElevenLabsFormat {
    static func current(_ name: String) -> [UInt8]? {
        if name == "ulaw_8000" { return Array(#"{"type":"audio/pcmu"}"#.utf8) }
        if name == "alaw_8000" { return Array(#"{"type":"audio/pcma"}"#.utf8) }
        guard name.hasPrefix("pcm_"), let rate = Int(name.dropFirst(4)) else { return nil }
        var format = JSONObjectWriter()
        format.write("type", "audio/pcm")
        format.write("rate", rate)
        return format.finish()
    }

    /// Nil for what has no such name.
    static func name(_ format: JSONObjectView) -> String? {
        switch format.string("type") {
        case "audio/pcm": "pcm_\(format.integer("rate") ?? 24_000)"
        case "audio/pcmu": "ulaw_8000"
        case "audio/pcma": "alaw_8000"
        default: nil
        }
    }
}
