// SPDX-License-Identifier: MIT

internal import JSONText

/// Audio formats: names in the beta, objects in the current API.
enum AudioFormatName {
    private static let rate = 24_000

    /// `pcm16` and its siblings as the current API writes them; whatever else there is stays as it is.
    static func current(_ document: JSONDocument, _ node: JSONNode) -> [UInt8] {
        switch document.string(node) {
        case "pcm16": Array(#"{"type":"audio/pcm","rate":24000}"#.utf8)
        case "g711_ulaw": Array(#"{"type":"audio/pcmu"}"#.utf8)
        case "g711_alaw": Array(#"{"type":"audio/pcma"}"#.utf8)
        default: Array(document.raw(node))
        }
    }

    /// The name of a format in the beta, and what that name does not say: another rate than the beta's own.
    static func beta(_ document: JSONDocument, _ node: JSONNode) -> (text: [UInt8], loss: JSONNode?) {
        guard let format = JSONObjectView(node, in: document) else { return (Array(document.raw(node)), nil) }
        switch format.string("type") {
        case "audio/pcm":
            let isUsualRate = format["rate"] == nil || format.integer("rate") == rate
            return (JSONQuoting.quoted("pcm16"), isUsualRate ? nil : node)
        case "audio/pcmu": return (JSONQuoting.quoted("g711_ulaw"), nil)
        case "audio/pcma": return (JSONQuoting.quoted("g711_alaw"), nil)
        default: return (Array(document.raw(node)), node)
        }
    }
}
