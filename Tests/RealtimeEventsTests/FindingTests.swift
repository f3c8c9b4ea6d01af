// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("Findings about an event")
struct FindingTests {
    private func findings(
        _ text: String,
        _ direction: EventDirection = .server,
        _ vocabulary: Vocabulary = .openAI
    ) throws -> [String] {
        try event(text, direction, vocabulary).findings().map { "\($0.offset) \($0)" }
    }

    @Test("an event that has what it needs is fine, whatever else it has")
    func fine() throws {
        let text =
            #"{"type":"response.output_text.delta","event_id":"e","response_id":"r","item_id":"i","#
            + #""output_index":0,"content_index":0,"delta":"x","obfuscation":"y","z":[{}]}"#
        #expect(try findings(text).isEmpty)
    }

    @Test("a member that is missing is named, with the object that lacks it")
    func missing() throws {
        #expect(
            try findings(#" {"type":"input_audio_buffer.append"}"#, .client)
                == ["1 audio is required [missing_field]"]
        )
        #expect(
            try findings(#"{"type":"error","event_id":"e","error":{"message":"m"}}"#)
                == ["39 error.type is required [missing_field]"]
        )
        // What is missing in something that is missing is not told.
        #expect(
            try findings(#"{"type":"error","event_id":"e"}"#) == ["0 error is required [missing_field]"]
        )
    }

    @Test(
        "a value of another type is told where it stands",
        arguments: [
            (#"{"type":"conversation.item.truncate","item_id":7,"content_index":0,"audio_end_ms":1}"#, "a string"),
            (
                #"{"type":"conversation.item.truncate","item_id":"i","content_index":"0","audio_end_ms":1}"#,
                "an integer"
            ),
            (
                #"{"type":"conversation.item.truncate","item_id":"i","content_index":0.5,"audio_end_ms":1}"#,
                "an integer"
            ),
            (#"{"type":"conversation.item.create","item":"i"}"#, "an object"),
            (#"{"type":"conversation.item.create","item":null}"#, "an object"),
            (#"{"type":"conversation.item.create","item":[]}"#, "an object"),
        ]
    )
    func wrongType(_ text: String, _ expected: String) throws {
        let found = try findings(text, .client)
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix("must be \(expected) [wrong_type]") == true)
    }

    @Test("arrays, numbers and truth values are told apart")
    func otherTypes() throws {
        #expect(try findings(#"{"type":"rate_limits.updated","event_id":"e","rate_limits":[]}"#).isEmpty)
        #expect(
            try findings(#"{"type":"rate_limits.updated","event_id":"e","rate_limits":{}}"#)
                == ["59 rate_limits must be an array [wrong_type]"]
        )
        let segment =
            #"{"type":"conversation.item.input_audio_transcription.segment","event_id":"e","item_id":"i","#
            + #""content_index":0,"text":"t","id":"d","speaker":"s","start":0.5,"end":"#
        #expect(try findings(segment + "1}").isEmpty)
        #expect(try findings(segment + "true}").map { String($0.suffix(33)) } == ["end must be a number [wrong_type]"])
        let tool = #"{"type":"client_tool_result","tool_call_id":"c","result":{},"is_error":"#
        #expect(try findings(tool + "false}", .client, .elevenLabs).isEmpty)
        #expect(try findings(tool + "0}", .client, .elevenLabs).count == 1)
    }

    @Test("null is fine where the vocabulary says so")
    func nullable() throws {
        let text = #"{"type":"conversation.item.added","event_id":"e","item":{},"previous_item_id":"#
        #expect(try findings(text + "null}").isEmpty)
        #expect(try findings(text + "1}").count == 1)
    }

    @Test("an event without a name, or that the vocabulary does not have, is told")
    func names() throws {
        #expect(try findings("[]") == ["0 an event is a JSON object [not_an_object]"])
        #expect(try findings("{}") == ["0 the event has no type [missing_type]"])
        #expect(try findings(#"{"type":1}"#) == ["8 the event has no type [missing_type]"])
        let unknown = "8 the vocabulary has no such event in this direction [unknown_event]"
        #expect(try findings(#"{"type":"response.text.delta"}"#) == [unknown])
        #expect(try findings(#"{"type":"response.create"}"#) == [unknown])
        #expect(try findings(#"{"type":"response.create"}"#, .client).isEmpty)
    }

    @Test("names that stand twice are told, at any depth")
    func repeated() throws {
        #expect(
            try findings(#"{"type":"response.create","response":{"a":1,"a":2}}"#, .client)
                == ["44 a stands twice [repeated_member]"]
        )
    }

    @Test("audio that is no base64 is told, and other strings are left alone")
    func audio() throws {
        #expect(try findings(#"{"type":"input_audio_buffer.append","audio":"QUJD"}"#, .client).isEmpty)
        #expect(
            try findings(#"{"type":"input_audio_buffer.append","audio":"QUJ"}"#, .client)
                == ["45 audio is not base64 [invalid_base64]"]
        )
        let delta =
            #"{"type":"response.output_audio.delta","event_id":"e","response_id":"r","item_id":"i","#
            + #""output_index":0,"content_index":0,"delta":"#
        #expect(try findings(delta + #""QUJD"}"#).isEmpty)
        #expect(
            try findings(delta + #""Q*JD"}"#) == ["\(delta.utf8.count + 1) delta is not base64 [invalid_base64]"]
        )
        #expect(
            try findings(#"{"user_audio_chunk":"?"}"#, .client, .elevenLabs)
                == ["21 user_audio_chunk is not base64 [invalid_base64]"]
        )
    }

    @Test("findings stand in the order of the text")
    func order() throws {
        let found = try event(
            #"{"type":"conversation.item.truncate","audio_end_ms":"x","item_id":1}"#,
            .client
        ).findings()
        #expect(found.map(\.path) == ["content_index", "audio_end_ms", "item_id"])
        #expect(found.map(\.code) == [.missingField, .wrongType, .wrongType])
        #expect(found.map(\.expected) == [.integer, .integer, .string])
    }
}
