// SPDX-License-Identifier: MIT

import JSONText
import RealtimeEvents
import Testing

@testable import Loopback

@Suite("The loopback's session")
struct LoopbackSessionTests {
    /// A session whose events are looked at.
    struct Talk {
        var session: LoopbackSession
        var now = Duration.seconds(1000)
        var events: [RealtimeEvent] = []

        init(asked: String? = nil) throws {
            session = LoopbackSession(id: "sess_1", asked: asked.map { [Array($0.utf8)] } ?? [], now: now)
            session.greet()
            try take()
        }

        mutating func send(_ event: String) throws {
            session.receive(Array(event.utf8), now: now)
            try take()
        }

        /// Packets of one level, 20 ms apart.
        mutating func hear(_ attenuation: UInt8, for duration: Duration) throws {
            let end = now + duration
            while now < end {
                session.hear(attenuation: attenuation, now: now)
                session.handleTimeout(now: now)
                try take()
                now += .milliseconds(20)
            }
        }

        /// Lets time pass until nothing more is due.
        mutating func wait() throws {
            while let next = session.nextTimeout {
                now = max(now, next)
                session.handleTimeout(now: now)
                try take()
            }
        }

        private mutating func take() throws {
            for bytes in session.takeEvents() {
                let event = try RealtimeEvent(parsing: bytes, vocabulary: .openAI, direction: .server)
                #expect(event.findings().map(\.description) == [], "\(String(decoding: bytes, as: UTF8.self))")
                events.append(event)
            }
        }

        var names: [String] { events.compactMap(\.name) }
        func last(_ name: String) throws -> RealtimeEvent { try #require(events.last { $0.name == name }) }

        /// The turns, by the machine that calls are accounted by.
        func turns() -> [Turn] {
            var machine = TurnMachine()
            var history = TurnHistory()
            for event in events { history.note(machine.observe(event, at: .zero)) }
            return history.turns
        }
    }

    static func text(_ text: String) -> String {
        #"{"type":"conversation.item.create","item":{"type":"message","role":"user","#
            + #""content":[{"type":"input_text","text":"\#(text)"}]}}"#
    }
    static let create = #"{"type":"response.create"}"#

    @Test("sessions are laid over one another, and are described as the first event describes them")
    func severalSessions() throws {
        let asked = [
            #"{"instructions":"first","audio":{"input":{"turn_detection":null}},"model":"m","id":"mine"}"#, "no object",
            #"{"instructions":"second","tools":[]}"#,
        ].map { Array($0.utf8) }
        var session = LoopbackSession(id: "sess_1", asked: asked, now: .zero)
        session.greet()
        let created = try RealtimeEvent(
            parsing: try #require(session.takeEvents().first),
            vocabulary: .openAI,
            direction: .server
        )
        let shown = try #require(created.object(.session))
        #expect(shown.string("instructions") == "second")
        #expect(shown.object("audio")?.object("input")?["turn_detection"]?.kind == .null)
        #expect(shown.string("model") == LoopbackSession.model)
        #expect(shown.string("id") == "sess_1")
        #expect(LoopbackSession.text(id: "sess_1", asked: asked) == Array(shown.bytes))
    }

    @Test("It says what it is, and says back what it is told, in the order of the API")
    func echo() throws {
        var talk = try Talk()
        #expect(talk.names == ["session.created"])
        #expect(talk.events[0].session?.model == "loopback")
        try talk.send(Self.text("Hello there"))
        try talk.send(Self.create)
        try talk.wait()
        #expect(
            Array(talk.names.dropFirst()) == [
                "conversation.item.added", "conversation.item.done", "response.created", "response.output_item.added",
                "conversation.item.added", "response.content_part.added", "output_audio_buffer.started",
                "response.output_audio_transcript.delta", "response.output_audio_transcript.delta",
                "response.output_audio.done", "response.output_audio_transcript.done", "response.content_part.done",
                "response.output_item.done", "conversation.item.done", "response.done", "rate_limits.updated",
                "output_audio_buffer.stopped",
            ]
        )
        let turn = try #require(talk.turns().first)
        #expect((turn.outputText, turn.status, turn.usage?.totalTokens) == ("Hello there", .completed, 4))
    }

    @Test("Speech is found by its level, answered after silence, and interrupts")
    func speech() throws {
        var talk = try Talk()
        try talk.hear(127, for: .seconds(1))
        #expect(talk.names == ["session.created"])
        try talk.hear(20, for: .milliseconds(700))
        #expect(talk.names.last == "input_audio_buffer.speech_started")
        #expect(try talk.last("input_audio_buffer.speech_started").integer(.audioStart) == 1000)
        try talk.hear(127, for: .milliseconds(600))
        #expect(talk.names.contains("input_audio_buffer.committed"))
        #expect(talk.names.contains("response.created"))
        try talk.hear(10, for: .milliseconds(100))
        #expect(try talk.last("response.done").response?.status == "cancelled")
        try talk.wait()
        #expect(talk.turns().map(\.status) == [.cancelled, .completed])
        #expect(talk.turns().first?.reason == "turn_detected")
    }

    @Test("A click is no speech, and without detection nothing is")
    func quiet() throws {
        var talk = try Talk()
        try talk.hear(10, for: .milliseconds(40))
        try talk.hear(127, for: .seconds(1))
        #expect(talk.names == ["session.created"])
        try talk.send(#"{"type":"session.update","session":{"audio":{"input":{"turn_detection":null}}}}"#)
        try talk.hear(10, for: .seconds(1))
        #expect(talk.names == ["session.created", "session.updated"])
        // Then the client says when.
        try talk.send(#"{"type":"input_audio_buffer.commit"}"#)
        #expect(talk.names.suffix(3).first == "input_audio_buffer.committed")
        try talk.send(#"{"type":"input_audio_buffer.commit","event_id":"again"}"#)
        #expect(try talk.last("error").error?.code == "input_audio_buffer_commit_empty")
        try talk.send(Self.create)
        try talk.wait()
        #expect(talk.turns().last?.outputText == "I heard 1.0 seconds of speech.")
    }

    @Test("A function is called with what was said, and its output is said back")
    func functions() throws {
        let asked = #"{"type":"realtime","output_modalities":["text"],"tools":[{"type":"function","name":"look_up"}]}"#
        var talk = try Talk(asked: asked)
        try talk.send(Self.text("Ulm"))
        try talk.send(Self.create)
        let call = try #require(talk.turns().first?.toolCalls.first)
        #expect((call.name, call.arguments) == ("look_up", #"{"text":"Ulm"}"#))
        let output = #"{"type":"function_call_output","call_id":"\#(call.callID)","output":"rain"}"#
        try talk.send(#"{"type":"conversation.item.create","item":\#(output)}"#)
        try talk.send(Self.create)
        try talk.wait()
        #expect(talk.turns().map(\.outputText) == ["", "rain"])
        #expect(talk.names.contains("response.output_text.delta"))
        try talk.send(#"{"type":"session.update","session":{"tool_choice":"none"}}"#)
        try talk.send(Self.text("again"))
        try talk.send(Self.create)
        try talk.wait()
        #expect(talk.turns().last?.outputText == "again")
    }

    @Test("An update is laid over the session; what the server sets stays")
    func updates() throws {
        var talk = try Talk()
        try talk.send(
            #"{"type":"session.update","session":{"id":"x","model":"gpt","instructions":"i","later":1,"#
                + #""audio":{"output":{"voice":"marin","speed":2}}}}"#
        )
        let session = try #require(try talk.last("session.updated").session)
        #expect((session.id, session.model, session.instructions) == ("sess_1", "loopback", "i"))
        let audio = try #require(session.object.object("audio"))
        #expect(audio.object("output")?.string("voice") == "marin")
        #expect(audio.object("input")?.object("turn_detection")?.string("type") == "server_vad")
        #expect(session.object.integer("later") == 1)
    }

    @Test(
        "What is wrong is answered by an error with the client's event id, and the session goes on",
        arguments: [
            (#"{"type":"response.cancel","event_id":"e"}"#, "response_cancel_not_active"),
            (#"{"type":"conversation.item.delete","event_id":"e","item_id":"x"}"#, "item_not_found"),
            (#"{"type":"conversation.item.truncate","event_id":"e"}"#, "missing_field"),
            (#"{"type":"unheard.of","event_id":"e"}"#, "unknown_event"),
            (#"{"type":"input_audio_buffer.append","event_id":"e","audio":"QUJD"}"#, "unsupported_event"),
        ]
    )
    func errors(event: String, code: String) throws {
        var talk = try Talk()
        try talk.send(event)
        let error = try #require(try talk.last("error").error)
        #expect((error.code, error.clientEventID) == (code, "e"))
        try talk.send("{")
        #expect(try talk.last("error").error?.code == "invalid_json")
        try talk.send(Self.text("still here"))
        #expect(talk.names.last == "conversation.item.done")
    }

    @Test("One answer at a time; a cancelled one says how far it came")
    func cancelling() throws {
        var talk = try Talk()
        try talk.send(Self.text("one two three four"))
        try talk.send(Self.create)
        try talk.send(#"{"type":"response.create","event_id":"second"}"#)
        #expect(try talk.last("error").error?.code == "conversation_already_has_active_response")
        talk.now += .milliseconds(45)
        talk.session.handleTimeout(now: talk.now)
        try talk.send(#"{"type":"response.cancel"}"#)
        #expect(try talk.last("response.done").response?.status == "cancelled")
        #expect(talk.turns().last?.outputText == "one two ")
    }

    @Test("What is written while an answer is being given is answered when that is done")
    func writtenMeanwhile() throws {
        var talk = try Talk()
        try talk.send(Self.text("one two three four"))
        try talk.send(Self.create)
        try talk.send(Self.text("five"))
        try talk.wait()
        try talk.send(Self.create)
        try talk.wait()
        #expect(talk.turns().map(\.outputText) == ["one two three four", "five"])
    }

    @Test("What is kept is bounded")
    func bounds() throws {
        var talk = try Talk()
        for number in 0..<LoopbackSession.maximumItems + 20 { try talk.send(Self.text("\(number)")) }
        #expect(talk.session.items.count == LoopbackSession.maximumItems)
        try talk.send(Self.text(String(repeating: "a ", count: 3 * LoopbackSession.maximumWords)))
        try talk.send(Self.create)
        try talk.wait()
        #expect(talk.names.count { $0 == "response.output_audio_transcript.delta" } == LoopbackSession.maximumWords)
    }
}
