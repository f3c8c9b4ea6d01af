// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents
internal import Testing

@Suite("From one OpenAI vocabulary to the other and back")
struct RoundTripTests {
    /// The events that come back when an event goes to a vocabulary and returns, and what was not said on the way.
    private func roundTrip(
        _ event: RealtimeEvent,
        through other: Vocabulary
    ) throws -> (events: [[UInt8]], there: [TranslationRemainder], back: [TranslationRemainder]) {
        var there = try #require(EventTranslator(from: event.vocabulary, to: other))
        var back = try #require(EventTranslator(from: other, to: event.vocabulary))
        let translation = there.translate(event)
        var events: [[UInt8]] = []
        var remainder: [TranslationRemainder] = []
        for bytes in translation.events {
            let translated = try RealtimeEvent(parsing: bytes, vocabulary: other, direction: event.direction)
            let result = back.translate(translated)
            events += result.events
            remainder += result.remainder
        }
        return (events, translation.remainder, remainder)
    }

    @Test("an event of the beta comes back as it was, but for what was reported", arguments: EventFixtures.of(.beta))
    func betaAndBack(_ fixture: EventFixture) throws {
        let event = try fixture.event
        let result = try roundTrip(event, through: .openAI)
        try #require(result.events.count == 1)
        var value = try JSONValue(result.events[0])
        for missing in result.there { value = value.setting(missing.path, to: try JSONValue(missing.value)) }
        #expect(try value == JSONValue(event.bytes))
        // On the way back nothing is lost, but that an item is done, which the beta does not tell.
        #expect(result.back.allSatisfy { $0.reason == .saidElsewhere })
        // Only what changes its place can come back in another order.
        if event.object(.session) == nil, event.object(.response) == nil {
            #expect(result.events[0] == event.bytes)
        }
    }

    @Test("only what the client cannot say is missing", arguments: EventFixtures.of(.beta))
    func betaRemainder(_ fixture: EventFixture) throws {
        let result = try roundTrip(try fixture.event, through: .openAI)
        let isTemperature = result.there.allSatisfy { $0.path.hasSuffix(".temperature") }
        #expect(isTemperature)
        #expect(result.there.isEmpty || fixture.direction == .client)
    }

    @Test(
        "an event of the current API comes back as it was, but for what was reported",
        arguments: EventFixtures.of(.openAI)
    )
    func currentAndBack(_ fixture: EventFixture) throws {
        let event = try fixture.event
        let result = try roundTrip(event, through: .beta)
        if result.there.contains(where: { $0.path.isEmpty }) {
            #expect(result.events.isEmpty)
            #expect(result.there.map(\.value) == [event.bytes])
            return
        }
        // The beta's one event about an item comes back as two, or as the other one.
        let comesBackDifferently: Set<EventType?> = [
            .conversationItemAdded, .conversationItemCreated, .responseOutputItemDone,
        ]
        guard !comesBackDifferently.contains(event.type) else { return }
        try #require(result.events.count == 1)
        var value = try JSONValue(result.events[0])
        for missing in result.there { value = value.setting(missing.path, to: try JSONValue(missing.value)) }
        #expect(try value == JSONValue(event.bytes))
        #expect(result.back == [])
    }

    @Test("events that have the same name and shape keep every byte", arguments: EventFixtures.of(.beta))
    func translationKeepsBytes(_ fixture: EventFixture) throws {
        let event = try fixture.event
        var translator = try #require(EventTranslator(from: .beta, to: .openAI))
        let events = translator.translate(event).events
        let other = Vocabulary.openAI.definition(of: fixture.eventName, event.direction)
        guard other != nil, event.object(.session) == nil, event.object(.response) == nil, event.object(.item) == nil
        else { return }
        #expect(events == [event.bytes])
    }
}
