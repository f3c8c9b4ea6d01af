// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// An event in every vocabulary and from both sides: its view keeps the bytes, every part of it can be read, and each
/// translation of it is JSON and loses nothing silently.
@c(LLVMFuzzerTestOneInput)
public func fuzzEvents(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    for vocabulary in Vocabulary.allCases {
        for direction in EventDirection.allCases {
            guard let event = try? RealtimeEvent(parsing: input, vocabulary: vocabulary, direction: direction)
            else { return 0 }
            precondition(event.bytes == input, "the view has changed the bytes")
            read(event)
            for target in Vocabulary.allCases { translate(event, to: target) }
            let filtered = SessionUpdateFilter.filtered(event) { String($0.drop { $0 != "/" }) }
            precondition((try? JSONDocument(parsing: filtered)) != nil, "a filtered event is no JSON")
        }
    }
    return 0
}

private func read(_ event: RealtimeEvent) {
    for field in EventField.allCases { _ = event.string(field) ?? event.integer(field).map(String.init) }
    for finding in event.findings() {
        precondition(finding.offset <= event.bytes.count, "a finding lies outside the text")
    }
    _ = event.session.map { ($0.modalities, $0.voice, $0.extra.count) }
    _ = event.item.map { ($0.text, $0.extra.count, $0.content.count) }
    _ = event.response.map { ($0.output.map(\.text), $0.extra.count) }
    _ = event.error.map { ($0.message, $0.extra.count) }
    if let audio = event.delta?.audio {
        precondition(audio.isValid == (audio.decoded() != nil), "audio is judged in two ways")
        precondition(!audio.isValid || audio.byteCount == audio.decoded()?.count, "audio has two lengths")
    }
    _ = (event.isUserInput, event.isToolOutput, event.startsTurn, event.endsTurn(), event.extra.count)
}

private func translate(_ event: RealtimeEvent, to target: Vocabulary) {
    guard var translator = EventTranslator(from: event.vocabulary, to: target) else { return }
    for _ in 0..<2 {
        let translation = translator.translate(event)
        precondition(!translation.events.isEmpty || !translation.remainder.isEmpty, "an event is lost")
        for bytes in translation.events {
            // Values that move into an object, or out of a string, stand deeper than before.
            guard (try? JSONDocument(parsing: bytes, maximumDepth: 140)) != nil
            else { preconditionFailure("a translation is no JSON") }
        }
        for missing in translation.remainder {
            precondition((try? JSONDocument(parsing: missing.value)) != nil, "a remainder is no JSON")
        }
    }
}
