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
        let candidates: [EventField] =
            switch range.count {
            case 4: Self.ofLength4
            case 5: Self.ofLength5
            case 6: Self.ofLength6
            case 7: Self.ofLength7
            case 8: Self.ofLength8
            case 9...16: Self.longer
            default: []
            }
        for candidate in candidates where candidate.isNamed(range, in: text) {
            self = candidate
            return
        }
        return nil
    }

    private static let ofLength4 = named { $0 == 4 }
    private static let ofLength5 = named { $0 == 5 }
    private static let ofLength6 = named { $0 == 6 }
    private static let ofLength7 = named { $0 == 7 }
    private static let ofLength8 = named { $0 == 8 }
    private static let longer = named { $0 > 8 }

    private static func named(_ isOfLength: (Int) -> Bool) -> [EventField] {
        allCases.filter { isOfLength($0.memberName.utf8CodeUnitCount) }
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
}
