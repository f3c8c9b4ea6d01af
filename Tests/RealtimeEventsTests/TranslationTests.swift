// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents
internal import Testing

@Suite("Translating events")
struct TranslationTests {
    private func translate(
        _ texts: [String],
        from source: Vocabulary,
        to target: Vocabulary,
        _ direction: EventDirection
    ) throws -> [String] {
        var translator = try #require(EventTranslator(from: source, to: target))
        return try texts.flatMap { text in
            let translation = translator.translate(try event(text, direction, source))
            return translation.events.map(\.text) + translation.remainder.map { "rest \($0)" }
        }
    }

    private func session(
        _ session: String,
        from source: Vocabulary,
        to target: Vocabulary,
        _ direction: EventDirection = .client
    ) throws -> [String] {
        let name = direction == .client ? "session.update" : "session.updated"
        let result = try translate(
            [#"{"type":"\#(name)","session":\#(session)}"#],
            from: source,
            to: target,
            direction
        )
        return result.map { line in
            line.hasPrefix("{") ? String(line.dropFirst(21 + name.utf8.count).dropLast()) : line
        }
    }

    @Test("there are translations between the current API and four others, and from each to itself")
    func availability() {
        let pairs = Vocabulary.allCases.flatMap { source in
            Vocabulary.allCases.filter { EventTranslator(from: source, to: $0) != nil }.map { "\(source) \($0)" }
        }
        let foreign: Set<String> = [
            "beta openAI", "openAI beta", "elevenLabs openAI", "openAI elevenLabs", "gemini openAI", "openAI gemini",
        ]
        #expect(Set(pairs) == foreign.union(Vocabulary.allCases.map { "\($0) \($0)" }))
    }

    @Test("an event that is unknown passes untouched", arguments: [Vocabulary.beta, .elevenLabs, .gemini, .openAI])
    func unknown(_ source: Vocabulary) throws {
        let text = #" { "type" : "something.new", "x":[1.0] } "#
        for target in Vocabulary.allCases where EventTranslator.isAvailable(from: source, to: target) {
            for direction in EventDirection.allCases {
                #expect(try translate([text], from: source, to: target, direction) == [text])
            }
        }
    }

    @Test("a name of the other OpenAI API passes untouched")
    func relatives() throws {
        let current = #"{"type":"response.output_text.delta","delta":"x"}"#
        #expect(try translate([current], from: .beta, to: .openAI, .server) == [current])
        let beta = #"{"type":"response.text.delta","delta":"x"}"#
        #expect(try translate([beta], from: .openAI, to: .beta, .server) == [beta])
    }

    @Test("a name with escapes is replaced whole")
    func escapedName() throws {
        #expect(
            try translate([#"{"type":"response.\u0074ext.delta","delta":"x"}"#], from: .beta, to: .openAI, .server)
                == [#"{"type":"response.output_text.delta","delta":"x"}"#]
        )
    }

    @Test("only what an assistant says has other names for its parts", arguments: ["user", "system", "tool"])
    func partsOfOthers(_ role: String) throws {
        let text =
            #"{"type":"conversation.item.create","item":{"role":"\#(role)","content":[{"type":"text","text":"a"},"#
            + #"{"type":"audio","audio":""},{"type":"output_text","text":"b"}]}}"#
        #expect(try translate([text], from: .beta, to: .openAI, .client) == [text])
        #expect(try translate([text], from: .openAI, to: .beta, .client) == [text])
    }

    @Test("a function's name, which the beta leaves out at the end, is remembered for that item")
    func functionNames() throws {
        let added = #"{"type":"response.output_item.added","item":{"id":"i1","type":"function_call","name":"f"}}"#
        let done = #"{"type":"response.function_call_arguments.done","item_id":"i1","arguments":"{}"}"#
        let other = #"{"type":"response.function_call_arguments.done","item_id":"i2","arguments":"{}"}"#
        let named = #"{"type":"response.function_call_arguments.done","item_id":"i1","name":"g","arguments":"{}"}"#
        #expect(
            try translate([added, other, named, done], from: .beta, to: .openAI, .server).dropFirst()
                == [other, named, #"{"name":"f","# + done.dropFirst()]
        )
        let itemDone = #"{"type":"response.output_item.done","item":{"id":"i1"}}"#
        #expect(try translate([added, itemDone, done], from: .beta, to: .openAI, .server).last == done)
    }

    // MARK: Sessions

    @Test("a flat session gets its type and its audio, and keeps the rest where it is")
    func flatSession() throws {
        #expect(
            try session(
                #"{ "voice":"echo" , "instructions":"\u0041", "speed":1.50,"new":[ 1 ]}"#,
                from: .beta,
                to: .openAI
            ) == [
                #"{"type":"realtime", "instructions":"\u0041", "new":[ 1 ],"audio":{"output":{"voice":"echo","speed":1.50}}}"#
            ]
        )
    }

    @Test("a type that is there is kept, and a session in the current shape stays as it is")
    func currentSession() throws {
        let text = #"{"type":"realtime","audio":{"input":{}},"voice":"echo"}"#
        #expect(try session(text, from: .beta, to: .openAI) == [text])
        #expect(
            try session(#"{"type":"realtime","audio":null,"voice":"echo"}"#, from: .beta, to: .openAI)
                == [#"{"type":"realtime","audio":{"output":{"voice":"echo"}}}"#]
        )
    }

    @Test(
        "audio formats have a name there and an object here",
        arguments: [
            (#""pcm16""#, #"{"type":"audio/pcm","rate":24000}"#), (#""g711_ulaw""#, #"{"type":"audio/pcmu"}"#),
            (#""g711_alaw""#, #"{"type":"audio/pcma"}"#), ("null", "null"),
        ]
    )
    func formats(_ name: String, _ object: String) throws {
        let nested = #"{"type":"realtime","audio":{"input":{"format":\#(object)}}}"#
        let flat = #"{"input_audio_format":\#(name)}"#
        #expect(try session(flat, from: .beta, to: .openAI) == [nested])
        #expect(try session(nested, from: .openAI, to: .beta) == [flat])
    }

    @Test("what a format's name cannot say is reported")
    func unusualFormats() throws {
        let rate = #"{"type":"realtime","audio":{"output":{"format":{"type":"audio/pcm","rate":8000}}}}"#
        #expect(
            try session(rate, from: .openAI, to: .beta)
                == [#"{"output_audio_format":"pcm16"}"#, "rest session.audio.output.format: approximated"]
        )
        let unknown = #"{"type":"realtime","audio":{"output":{"format":{"type":"audio/opus"}}}}"#
        #expect(
            try session(unknown, from: .openAI, to: .beta)
                == [
                    #"{"output_audio_format":{"type":"audio/opus"}}"#, "rest session.audio.output.format: approximated",
                ]
        )
    }

    @Test(
        "modalities: audio brings its text",
        arguments: [
            (#"["text","audio"]"#, #"["audio"]"#, #"["text","audio"]"#),
            (#"["audio","text"]"#, #"["audio"]"#, #"["text","audio"]"#), (#"["text"]"#, #"["text"]"#, #"["text"]"#),
            ("null", "null", "null"),
        ]
    )
    func modalities(_ beta: String, _ current: String, _ back: String) throws {
        let nested = #"{"type":"realtime","output_modalities":\#(current)}"#
        #expect(try session(#"{"modalities":\#(beta)}"#, from: .beta, to: .openAI) == [nested])
        #expect(try session(nested, from: .openAI, to: .beta) == [#"{"modalities":\#(back)}"#])
    }

    @Test("what the current API has no name for is dropped from a client and kept from a server")
    func betaOnly() throws {
        let flat = #"{"temperature":0.8,"client_secret":{"value":"x"},"model":"m"}"#
        #expect(
            try session(flat, from: .beta, to: .openAI) == [
                #"{"type":"realtime","model":"m"}"#, "rest session.temperature: no_counterpart",
                "rest session.client_secret: no_counterpart",
            ]
        )
        #expect(
            try session(flat, from: .beta, to: .openAI, .server)
                == [#"{"type":"realtime","temperature":0.8,"client_secret":{"value":"x"},"model":"m"}"#]
        )
    }

    @Test("what the beta has no name for is dropped from a client and kept from a server")
    func currentOnly() throws {
        let nested = #"{"type":"realtime","truncation":"auto","audio":{"x":1,"input":{"y":2},"output":{"z":3}}}"#
        let lost = [
            "rest session.audio.x: no_counterpart", "rest session.audio.input.y: no_counterpart",
            "rest session.audio.output.z: no_counterpart",
        ]
        #expect(
            try session(nested, from: .openAI, to: .beta)
                == ["{}"] + lost + ["rest session.truncation: no_counterpart"]
        )
        #expect(try session(nested, from: .openAI, to: .beta, .server) == [#"{"truncation":"auto"}"#] + lost)
    }

    @Test("a limit of tokens has another name in sessions and requests, and the same in responses")
    func tokenLimits() throws {
        #expect(
            try session(#"{"max_response_output_tokens":"inf"}"#, from: .beta, to: .openAI)
                == [#"{"type":"realtime","max_output_tokens":"inf"}"#]
        )
        #expect(
            try session(#"{"type":"realtime","max_output_tokens":7}"#, from: .openAI, to: .beta)
                == [#"{"max_response_output_tokens":7}"#]
        )
        let create = #"{"type":"response.create","response":{"max_output_tokens":7}}"#
        #expect(
            try translate([create], from: .openAI, to: .beta, .client)
                == [#"{"type":"response.create","response":{"max_response_output_tokens":7}}"#]
        )
        let done = #"{"type":"response.done","response":{"max_output_tokens":7}}"#
        #expect(try translate([done], from: .openAI, to: .beta, .server) == [done])
        #expect(try translate([done], from: .beta, to: .openAI, .server) == [done])
    }

    @Test("modalities of a transcription mean nothing to the current API")
    func transcriptionModalities() throws {
        let update = #"{"type":"transcription_session.update","session":{"modalities":["text"]}}"#
        #expect(
            try translate([update], from: .beta, to: .openAI, .client) == [
                #"{"type":"session.update","session":{"type":"transcription"}}"#,
                "rest session.modalities: no_counterpart",
            ]
        )
    }

    // MARK: Handshakes

    @Test("the session of a handshake is rewritten like that of an event, and gives its secret's life away")
    func handshake() throws {
        let text = #"{"model":"m","voice":"v","temperature":1,"client_secret":{"expires_after":{"seconds":60}}}"#
        let current = CurrentSession(rewriting: try JSONDocument(parsing: Array(text.utf8)), as: .realtime)
        #expect(current.session.text == #"{"type":"realtime","model":"m","audio":{"output":{"voice":"v"}}}"#)
        #expect(current.expiresAfter?.text == #"{"seconds":60}"#)
        #expect(current.remainder.map(\.description) == ["session.temperature: no_counterpart"])
    }

    @Test("a transcription's secret has its life under another name, and a secret without one is reported")
    func handshakeOfTranscription() throws {
        let text = #"{"client_secret":{"expires_at":{"seconds":60}}}"#
        let current = CurrentSession(rewriting: try JSONDocument(parsing: Array(text.utf8)), as: .transcription)
        #expect(current.session.text == #"{"type":"transcription"}"#)
        #expect(current.expiresAfter?.text == #"{"seconds":60}"#)
        let bare = try JSONDocument(parsing: Array(#"{"client_secret":{}}"#.utf8))
        let reported = CurrentSession(rewriting: bare, as: .transcription)
        #expect(reported.expiresAfter == nil)
        #expect(reported.remainder.map(\.path) == ["session.client_secret"])
    }

    @Test("what is no session stays as it is")
    func noSession() throws {
        let current = CurrentSession(rewriting: try JSONDocument(parsing: Array("[1]".utf8)), as: .realtime)
        #expect(current.session.text == "[1]")
        #expect(current.expiresAfter == nil)
        #expect(current.remainder.isEmpty)
    }
}
