// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RealtimeEvents
internal import Testing

@Suite("Types of events that clients may send")
struct AllowedEventsTests {
    private var pipeline: EventPipeline { .made { $0.allowedClientEvents = ["response.create", "session.update"] } }

    @Test("an event that is allowed passes, another is refused by name and is no turn")
    func types() {
        var pipeline = pipeline
        #expect(pipeline.client(#"{"type":"response.create"}"#) == .forward)
        #expect(pipeline.openTurns.count == 1)
        #expect(
            pipeline.client(#"{"event_id":"mine","type":"response.cancel"}"#).refusal == "event_not_allowed type mine"
        )
        #expect(pipeline.refusedCount == 1)
    }

    @Test(
        "what has no type, or no type that is certain, is refused",
        arguments: [
            #"{"x":1}"#, #"{"type":1}"#, #"{"type":null}"#, #"{"type":["response.create"]}"#,
            #"{"type":"response.create","type":"response.cancel"}"#,
            #"{"type":"response.cancel","type":"response.create"}"#,
            #"{"type":"response.create","\u0074ype":"response.cancel"}"#,
            #"{"type":"response.create","Type":"response.cancel"}"#, #"{"type":"Response.create"}"#,
        ]
    )
    func uncertain(text: String) {
        var pipeline = pipeline
        #expect(pipeline.client(text).refusal == "event_not_allowed type -")
    }

    @Test("a type with escapes is what it says")
    func escapes() {
        var pipeline = pipeline
        #expect(pipeline.client(#"{"\u0074ype":"response\u002ecreate"}"#) == .forward)
        #expect(pipeline.client(#"{"\u0074ype":"response\u002ecancel"}"#).refusal == "event_not_allowed type -")
    }

    @Test("what cannot be read is refused", arguments: ["", "hello", "[1]", "{\"type\":\"response.create\",}"])
    func unreadable(text: String) {
        var pipeline = pipeline
        #expect(pipeline.client(text).refusal == "event_not_allowed - -")
        #expect(pipeline.provider(text) == .forward)
    }

    @Test("binary messages are refused, whatever they say")
    func binary() {
        var pipeline = pipeline
        let event = Array(#"{"type":"response.create"}"#.utf8)
        #expect(pipeline.fromClient(event, isText: false, now: .zero).refusal == "event_not_allowed - -")
        #expect(pipeline.fromProvider(event, isText: false, now: .zero) == .forward)
    }

    @Test("of a translated call the names that the provider gets count")
    func translated() {
        var pipeline = EventPipeline.made(client: .beta) { $0.allowedClientEvents = ["session.update"] }
        #expect(pipeline.client(#"{"type":"transcription_session.update","session":{}}"#).replacement != nil)
        #expect(
            pipeline.client(#"{"type":"response.create","event_id":"mine"}"#).refusal == "event_not_allowed type mine"
        )
    }
}
