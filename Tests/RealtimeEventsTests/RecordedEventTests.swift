// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("Recorded events")
struct RecordedEventTests {
    private func record(
        _ line: String,
        _ vocabulary: Vocabulary = .openAI,
        _ direction: EventDirection? = nil
    ) throws -> RecordedEvent {
        try RecordedEvent(line: Array(line.utf8), vocabulary: vocabulary, direction: direction)
    }

    @Test func takesAnEventAsItIs() throws {
        let bare = try record(#" {"type":"response.cancel"} "#)
        #expect(
            (bare.event.bytes.text, bare.event.direction, bare.time) == (#" {"type":"response.cancel"} "#, .client, nil)
        )
        let whole = try record(#"{"direction":"server","time_ms":1.5,"event": {"type" : "x"} }"#)
        #expect((whole.event.bytes.text, whole.event.direction) == (#"{"type" : "x"}"#, .server))
        #expect(whole.time == .microseconds(1500))
    }

    @Test("The caller's direction counts most, then the line's, then that of the name")
    func directions() throws {
        let line = #"{"direction":"server","event":{"type":"response.cancel"}}"#
        #expect(try record(line).event.direction == .server)
        #expect(try record(line, .openAI, .client).event.direction == .client)
        #expect(try record(#"{"event":{"type":"response.cancel"}}"#).event.direction == .client)
        #expect(try record(#"{"event":{"type":"response.done"}}"#).event.direction == .server)
        // A relative's name tells the side as well; what nobody knows is the server's.
        #expect(try record(#"{"type":"transcription_session.update"}"#).event.direction == .client)
        #expect(try record(#"{"type":"unheard.of"}"#).event.direction == .server)
    }

    @Test("An event that has a member of that name is no record")
    func eventsInsideEvents() throws {
        let line = #"{"type":"realtime.event","event":{"type":"response.cancel"}}"#
        #expect(try record(line, .clientLibrary).event.bytes.text == line)
    }

    @Test(
        "What is wrong is told with its place",
        arguments: [
            (#"{"event":{},"time_ms":-0.001}"#, "invalidTime(offset: 22)"),
            (#"{"event":{},"time_ms":"1"}"#, "invalidTime(offset: 22)"),
            (#"{"event":{},"time_ms":31536000000.001}"#, "invalidTime(offset: 22)"),
            (#"{"event":{},"time_ms":1e999}"#, "invalidTime(offset: 22)"),
            (#"{"event":{},"direction":null}"#, "invalidDirection(offset: 24)"),
        ]
    )
    func problems(line: String, error: String) {
        let thrown = #expect(throws: RecordedEventError.self) { try record(line) }
        #expect(thrown.map { "\($0)" }?.hasSuffix("at byte \(error.filter(\.isNumber))") == true)
        #expect(throws: Never.self) { try record(#"{"event":{},"time_ms":31536000000}"#) }
    }

    @Test("The envelope costs an event none of its depth")
    func depth() throws {
        let deep = #"{"type":"a","b":"# + String(repeating: "[", count: 63) + String(repeating: "]", count: 63) + "}"
        #expect(try record(#"{"event":\#(deep)}"#).event.name == "a")
        #expect(throws: RecordedEventError.self) { try record(#"{"event":{"a":\#(deep)}}"#) }
        #expect(throws: RecordedEventError.self) { try record(#"{"a":\#(deep)}"#) }
    }
}
