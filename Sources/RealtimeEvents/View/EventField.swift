// SPDX-License-Identifier: MIT

/// A member of an event that the view finds while the text is checked; all others are in ``RealtimeEvent/extra``.
public enum EventField: UInt8, Hashable, Sendable, CaseIterable {
    case type, eventID, session, conversation, item, response, part, delta
    case audio, transcript, text, usage, error, itemID, responseID, previousItemID
    case callID, name, arguments, outputIndex, contentIndex, audioStart, audioEnd, rateLimits
    case event, role, parts, reason, message, code, source, time

    /// What OpenAI's vocabularies call it.
    public var memberName: StaticString {
        switch self {
        case .type: "type"
        case .eventID: "event_id"
        case .session: "session"
        case .conversation: "conversation"
        case .item: "item"
        case .response: "response"
        case .part: "part"
        case .delta: "delta"
        case .audio: "audio"
        case .transcript: "transcript"
        case .text: "text"
        case .usage: "usage"
        case .error: "error"
        case .itemID: "item_id"
        case .responseID: "response_id"
        case .previousItemID: "previous_item_id"
        case .callID: "call_id"
        case .name: "name"
        case .arguments: "arguments"
        case .outputIndex: "output_index"
        case .contentIndex: "content_index"
        case .audioStart: "audio_start_ms"
        case .audioEnd: "audio_end_ms"
        case .rateLimits: "rate_limits"
        case .event: "event"
        case .role: "role"
        case .parts: "parts"
        case .reason: "reason"
        case .message: "message"
        case .code: "code"
        case .source: "source"
        case .time: "time"
        }
    }

    /// The field whose name is `text[range]`, written without escapes.
    init?(named range: Range<Int>, in text: Span<UInt8>) {
        guard !range.isEmpty else { return nil }
        let slot = Self.slot(text[range.lowerBound], text[range.lowerBound + range.count / 2], range.count)
        guard let field = EventField(rawValue: Self.slots[slot]), field.isNamed(range, in: text) else { return nil }
        self = field
    }

    private func isNamed(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
        memberName.withUTF8Buffer { name in
            guard name.count == range.count else { return false }
            for offset in 0..<name.count {
                guard unsafe name[offset] == text[range.lowerBound + offset] else { return false }
            }
            return true
        }
    }

    // MARK: A perfect hash of the names

    private static let slots = makeSlots()

    /// First byte, middle byte and length tell each name from all others; the factors were found by trying.
    private static func slot(_ first: UInt8, _ middle: UInt8, _ count: Int) -> Int {
        (Int(first) &* 2 &+ Int(middle) &* 11 &+ count &* 7) & 63
    }

    private static func makeSlots() -> InlineArray<64, UInt8> {
        var slots = InlineArray<64, UInt8>(repeating: .max)
        for field in allCases {
            let slot = field.memberName.withUTF8Buffer { name in
                unsafe Self.slot(name[0], name[name.count / 2], name.count)
            }
            precondition(slots[slot] == .max, "\(field.memberName) has the slot of another field")
            slots[slot] = field.rawValue
        }
        return slots
    }
}
