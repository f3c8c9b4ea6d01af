// SPDX-License-Identifier: MIT

import FoundationEssentials
import JSONText
import RealtimeEvents

/// What is done with an event, from bytes that are there already.
enum Operation: String, CaseIterable {
    /// The whole text is checked and its fields are found.
    case view
    /// The same, and ``EventFields`` are read.
    case fields = "view, fields read"
    /// A view, and the bytes of what it is in the current API.
    case translation = "view and translation"
    /// FoundationEssentials' decoder, asked for ``EventFields``.
    case decoder = "JSONDecoder"
}

/// One event and the operations on it.
struct Subject {
    private let bytes: [UInt8]
    private let data: Data
    private let decoder = JSONDecoder()

    /// Nil if the two ways to read the event do not find the same.
    init?(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        data = Data(bytes)
        guard try EventFields(view()) == decoder.decode(DecodedEvent.self, from: data).fields else { return nil }
    }

    /// Does it so many times; the sum of something that each time yields.
    func perform(_ operation: Operation, _ count: Int) throws -> Int {
        var sum = 0
        switch operation {
        case .view:
            for _ in 0..<count { sum += try view().document.root.range.count }
        case .fields:
            for _ in 0..<count { sum += try EventFields(view())?.checksum ?? 0 }
        case .translation:
            guard var translator = EventTranslator(from: .beta, to: .openAI) else { return 0 }
            for _ in 0..<count { sum += try translator.translate(view()).events[0].count }
        case .decoder:
            for _ in 0..<count { sum += try decoder.decode(DecodedEvent.self, from: data).fields.checksum }
        }
        return sum
    }

    private func view() throws -> RealtimeEvent {
        try RealtimeEvent(parsing: bytes, vocabulary: .beta, direction: .server)
    }
}
