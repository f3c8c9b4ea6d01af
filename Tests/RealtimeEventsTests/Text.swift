// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents
internal import Testing

/// An event of a text.
func event(
    _ text: String,
    _ direction: EventDirection = .server,
    _ vocabulary: Vocabulary = .openAI
) throws -> RealtimeEvent {
    try RealtimeEvent(parsing: Array(text.utf8), vocabulary: vocabulary, direction: direction)
}

extension Sequence<UInt8> {
    /// The bytes as text.
    var text: String { String(decoding: Array(self), as: UTF8.self) }
}

extension JSONDocument {
    /// The raw text of a value.
    func text(_ node: JSONNode?) -> String? { node.map { raw($0).text } }
}
