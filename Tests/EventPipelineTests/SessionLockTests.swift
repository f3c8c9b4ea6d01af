// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import JSONText
internal import RealtimeEvents
internal import Testing

@Suite("Session fields that clients may not set")
struct SessionLockTests {
    private func pipeline(_ fields: String...) -> EventPipeline { .made { $0.lockedSessionFields = fields } }

    @Test("a locked field is refused by its place, another passes")
    func fields() {
        var pipeline = pipeline("instructions", "tools")
        #expect(
            pipeline.client(#"{"type":"session.update","event_id":"mine","session":{"a":1,"tools":[]}}"#).refusal
                == "session_field_locked session.tools mine"
        )
        #expect(pipeline.client(#"{"type":"session.update","session":{"tool_choice":"auto"}}"#) == .forward)
        #expect(pipeline.client(#"{"type":"session.update","tools":[],"x":{"tools":[]}}"#) == .forward)
        #expect(pipeline.refusedCount == 1)
    }

    @Test("a response may not set for itself what is locked, and is no turn")
    func response() {
        var pipeline = pipeline("instructions")
        #expect(
            pipeline.client(#"{"type":"response.create","response":{"instructions":"x"}}"#).refusal
                == "session_field_locked response.instructions -"
        )
        #expect(pipeline.openTurns.isEmpty)
        #expect(
            pipeline.client(#"{"type":"response.create","response":{"metadata":{"instructions":"x"}}}"#) == .forward
        )
    }

    @Test(
        "a member of a member is locked alone, and with anything that replaces what it is in",
        arguments: [
            #"{"audio":{"output":{"voice":"x"}}}"#, #"{"audio":{"output":{"voice":null}}}"#,
            #"{"audio":{"output":null}}"#, #"{"audio":null}"#, #"{"audio":[]}"#,
            #"{"audio":{"input":{}},"audio":{"output":{"speed":1,"voice":"x"}}}"#,
        ]
    )
    func paths(session: String) {
        var pipeline = pipeline("audio.output.voice")
        #expect(
            pipeline.client(#"{"type":"session.update","session":\#(session)}"#).refusal
                == "session_field_locked session.audio.output.voice -"
        )
    }

    @Test(
        "what is beside a locked member of a member passes",
        arguments: [
            #"{"audio":{"output":{"speed":1}}}"#, #"{"audio":{"input":null}}"#, #"{"voice":"x"}"#,
            #"{"output":{"voice":"x"}}"#, #"{"audio":{}}"#,
        ]
    )
    func beside(session: String) {
        var pipeline = pipeline("audio.output.voice")
        #expect(pipeline.client(#"{"type":"session.update","session":\#(session)}"#) == .forward)
    }

    @Test(
        "no way of writing a name gets around the lock",
        arguments: [
            #"{"type":"session.update","session":{"instructions":"x"},"session":{}}"#,
            #"{"type":"session.update","session":{},"session":{"instructions":"x"}}"#,
            #"{"type":"session.update","\u0073ession":{"instruct\u0069ons":"x"}}"#,
            #"{"\u0074ype":"session.update","session":{"instructions":"x"}}"#,
            #"{"type":"unheard_of","session":{"instructions":"x"}}"#,
            #"{"type":"session.update","Session":{"INSTRUCTIONS":"x"}}"#,
            #"{"type":"session.update","ſession":{"inſtructions":"x"}}"#,
        ]
    )
    func disguises(text: String) {
        var pipeline = pipeline("instructions")
        #expect(pipeline.client(text).refusal == "session_field_locked session.instructions -")
    }

    @Test("what cannot be read is refused: it could set anything", arguments: ["", "hello", "[1]", "{\"x\":NaN}"])
    func unreadable(text: String) {
        var pipeline = pipeline("instructions")
        #expect(pipeline.client(text).refusal == "event_not_allowed - -")
        #expect(pipeline.fromClient(Array(text.utf8), isText: false, now: .zero).refusal == "event_not_allowed - -")
    }

    @Test("of a translated call the fields that the provider gets count")
    func translated() {
        var pipeline = EventPipeline.made(client: .beta) { $0.lockedSessionFields = ["audio.output.voice"] }
        #expect(
            pipeline.client(#"{"type":"session.update","event_id":"mine","session":{"voice":"x"}}"#).refusal
                == "session_field_locked session.audio.output.voice mine"
        )
        #expect(pipeline.client(#"{"type":"session.update","session":{"speed":1}}"#).replacement != nil)
    }

    @Test("the session of a handshake is checked alike")
    func handshake() throws {
        let lock = SessionLock(["model", "audio.input", "", "."])
        let session = { text in try JSONDocument(parsing: Array((text as String).utf8)).object }
        let locked = try #require(try session(#"{"audio":{"output":{},"input":{}},"type":"realtime"}"#))
        #expect(lock.lockedField(in: locked) == "audio.input")
        let free = try #require(try session(#"{"audio":{"output":{}},"":1}"#))
        #expect(lock.lockedField(in: free) == nil)
    }
}
