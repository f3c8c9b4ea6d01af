// SPDX-License-Identifier: MIT

internal import Foundation
internal import JSONText
internal import RealtimeEvents
internal import Testing

/// The events in Fixtures/events, with what the view and the translations make of them beside them.
///
/// `UPDATE_FIXTURES=1 swift test --filter RealtimeEventsTests` writes the `.expected` files anew.
@Suite("Event fixtures")
struct EventFixtureTests {
    @Test("every event of every vocabulary has a fixture", arguments: Vocabulary.allCases)
    func everyEventHasAFixture(_ vocabulary: Vocabulary) {
        let fixtures = EventFixtures.of(vocabulary)
        for direction in EventDirection.allCases {
            let names = Set(fixtures.filter { $0.direction == direction }.map(\.eventName))
            #expect(names == Set(vocabulary.definitions(direction).map(\.name)))
        }
    }

    @Test("an event is the one that its file is named for, and nothing is wrong with it", arguments: EventFixtures.all)
    func isWhatItsNameSays(_ fixture: EventFixture) throws {
        let event = try fixture.event
        #expect(event.name == fixture.eventName)
        #expect(event.definition != nil)
        #expect(event.findings().map(\.description) == [])
        #expect(event.bytes + [UInt8(ascii: "\n")] == fixture.bytes)
    }

    @Test("view and translations are those beside the file", arguments: EventFixtures.all)
    func isAsExpected(_ fixture: EventFixture) throws {
        let url = fixture.url.deletingPathExtension().appendingPathExtension("expected")
        let found = try Self.description(of: fixture)
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" { try Data(found.utf8).write(to: url) }
        #expect(try found == String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    private static func description(of fixture: EventFixture) throws -> String {
        let event = try fixture.event
        var lines = ["view"] + viewLines(event).map { "  " + $0 }
        for target in Vocabulary.allCases where target != event.vocabulary {
            guard var translator = EventTranslator(from: event.vocabulary, to: target) else { continue }
            let translation = translator.translate(event)
            lines.append("to \(target.rawValue)")
            lines += translation.events.map { "  " + $0.text }
            lines += translation.remainder.map { "  rest \($0): \($0.value.text)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func viewLines(_ event: RealtimeEvent) -> [String] {
        var lines = ["type: \(event.type?.rawValue ?? "-")"]
        func add(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { lines.append("\(name): \(value)") }
        }
        add("event", event.eventID)
        add("response", event.responseID)
        add("item", event.itemID)
        add("call", event.callID)
        add("output index", event.outputIndex)
        add("content index", event.contentIndex)
        add("session", event.session?.id)
        add("model", event.session?.model)
        add("item type", event.item?.type)
        add("item role", event.item?.role)
        add("item text", event.item?.text)
        add("delta text", event.delta?.text)
        add("delta transcript", event.delta?.transcript)
        add("delta arguments", event.delta?.arguments)
        add("delta audio bytes", event.delta?.audio?.byteCount)
        add("transcript", event.string(.transcript))
        add("text", event.string(.text))
        add("error", event.error.map { "\($0.type ?? "-") \($0.code ?? "-")" })
        add("usage", event.raw(.usage)?.text ?? event.response?.object.raw("usage")?.text)
        add(
            "extra",
            event.extra.isEmpty ? nil : event.extra.map { event.document.raw($0.name).text }.joined(separator: " ")
        )
        let predicates = [
            ("conversation item", event.isConversationItem), ("user input", event.isUserInput),
            ("tool output", event.isToolOutput), ("input transcript", event.isInputTranscript),
            ("delta", event.isDelta), ("output", event.shouldAccumulateOutput), ("starts a turn", event.startsTurn),
            ("ends a turn", event.endsTurn()),
        ].filter(\.1).map(\.0)
        if !predicates.isEmpty { lines.append("is: " + predicates.joined(separator: ", ")) }
        return lines
    }
}
