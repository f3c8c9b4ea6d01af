// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents
internal import Testing

/// What depends on the events before: one translator sees a session.
@Suite("Sessions of providers with events of another make")
struct ProviderSessionTests {
    /// The types of the events that a session becomes, with some of their members, and what was not said.
    private func session(
        _ texts: [String],
        from source: Vocabulary,
        to target: Vocabulary,
        _ direction: EventDirection = .server,
        showing members: [EventField] = [.responseID, .itemID]
    ) throws -> [String] {
        var translator = try #require(EventTranslator(from: source, to: target))
        return try texts.flatMap { text in
            let translation = translator.translate(try event(text, direction, source))
            let lines = try translation.events.map { bytes in
                let result = try RealtimeEvent(parsing: bytes, vocabulary: target, direction: direction)
                #expect(result.definition != nil, "\(bytes.text)")
                let shown = members.compactMap { field in
                    field == .responseID ? result.responseID : result.raw(field)?.text
                }
                return ([result.name ?? "-"] + shown).joined(separator: " ")
            }
            return lines + translation.remainder.map { "rest \($0)" }
        }
    }

    // MARK: ElevenLabs

    static let audio = #"{"type":"audio","audio_event":{"audio_base_64":"QUJD","event_id":1}}"#
    static let answer = #"{"type":"agent_response","agent_response_event":{"agent_response":"Yes."}}"#
    static let transcript = #"{"type":"user_transcript","user_transcription_event":{"user_transcript":"Well?"}}"#
    static let interruption = #"{"type":"interruption","interruption_event":{"event_id":1}}"#

    @Test("what an agent says is one response, its audio included, until the user speaks again")
    func elevenLabsTurns() throws {
        #expect(
            try session(
                [Self.answer, Self.audio, Self.transcript, Self.audio, Self.answer, Self.audio, Self.interruption],
                from: .elevenLabs,
                to: .openAI
            ) == [
                "response.created resp_1", #"response.output_audio_transcript.done resp_1 "item_1""#,
                "response.done resp_1", #"response.output_audio.delta resp_1 "item_1""#,
                #"conversation.item.input_audio_transcription.completed "item_input_1""#, "response.created resp_2",
                #"response.output_audio.delta resp_2 "item_2""#,
                #"response.output_audio_transcript.done resp_2 "item_2""#, "response.done resp_2",
                #"response.output_audio.delta resp_2 "item_2""#, "output_audio_buffer.cleared resp_2",
            ]
        )
    }

    @Test("a second answer in a row is another response, and so is what follows an interruption")
    func elevenLabsResponses() throws {
        #expect(
            try session(
                [Self.answer, Self.answer, Self.interruption, Self.audio],
                from: .elevenLabs,
                to: .openAI
            ).filter { $0.hasPrefix("response.created") }
                == ["response.created resp_1", "response.created resp_2", "response.created resp_3"]
        )
    }

    @Test("event ids are distinct, and each transcript is another item")
    func elevenLabsNames() throws {
        #expect(
            try session(
                [Self.transcript, Self.transcript, Self.audio],
                from: .elevenLabs,
                to: .openAI,
                showing: [.eventID, .itemID]
            ) == [
                #"conversation.item.input_audio_transcription.completed "event_1" "item_input_1""#,
                #"conversation.item.input_audio_transcription.completed "event_2" "item_input_2""#,
                #"response.created "event_3""#, #"response.output_audio.delta "event_4" "item_1""#,
            ]
        )
    }

    @Test("only parts of an answer's text that have text are deltas")
    func elevenLabsTextParts() throws {
        let parts = ["start", "delta", "stop"].map { type in
            #"{"type":"agent_chat_response_part","text_response_part":{"text":"","type":"\#(type)"}}"#
        }
        #expect(
            try session(parts, from: .elevenLabs, to: .openAI) == [
                "rest event: said_elsewhere", "response.created resp_1", #"response.output_text.delta resp_1 "item_1""#,
                "rest event: said_elsewhere",
            ]
        )
    }

    @Test("audio to a client of ElevenLabs is numbered, and an interruption names the last piece")
    func elevenLabsNumbers() throws {
        let delta = #"{"type":"response.output_audio.delta","response_id":"r","delta":"QUJD"}"#
        var translator = try #require(EventTranslator(from: .openAI, to: .elevenLabs))
        var texts: [String] = []
        for text in [delta, delta, #"{"type":"response.done","response":{"status":"cancelled"}}"#] {
            texts += translator.translate(try event(text)).events.map(\.text)
        }
        #expect(
            texts == [
                #"{"type":"audio","audio_event":{"audio_base_64":"QUJD","event_id":1}}"#,
                #"{"type":"audio","audio_event":{"audio_base_64":"QUJD","event_id":2}}"#,
                #"{"type":"interruption","interruption_event":{"event_id":2}}"#,
            ]
        )
    }

    @Test("arguments that are no object are reported, for both providers", arguments: [Vocabulary.elevenLabs, .gemini])
    func brokenArguments(_ target: Vocabulary) throws {
        let call = #"{"type":"response.function_call_arguments.done","call_id":"c","name":"f","arguments":"[1]"}"#
        let result = try session([call], from: .openAI, to: target, showing: [])
        #expect(result.count == 2)
        #expect(result.last == "rest arguments: no_counterpart")
    }

    @Test("an answer that failed is not said elsewhere")
    func elevenLabsFailure() throws {
        let failed = #"{"type":"response.done","response":{"status":"failed"}}"#
        #expect(try session([failed], from: .openAI, to: .elevenLabs) == ["rest event: no_counterpart"])
        let completed = #"{"type":"response.done","response":{"status":"completed"}}"#
        #expect(try session([completed], from: .openAI, to: .elevenLabs) == ["rest event: said_elsewhere"])
    }

    // MARK: Gemini

    private func content(_ members: String) -> String { #"{"serverContent":{\#(members)}}"# }

    @Test("a turn of the model is one response, and its calls are items of their own")
    func geminiTurns() throws {
        let text = content(#""modelTurn":{"parts":[{"text":"a"},{"text":"b"}]}"#)
        let call = #"{"toolCall":{"functionCalls":[{"id":"c1","name":"f"},{"id":"c2","name":"g"}]}}"#
        #expect(
            try session([text, call, content(#""turnComplete":true"#), text], from: .gemini, to: .openAI) == [
                "response.created resp_1", #"response.output_text.delta resp_1 "item_1""#,
                #"response.output_text.delta resp_1 "item_1""#,
                #"response.function_call_arguments.done resp_1 "item_1_1""#,
                #"response.function_call_arguments.done resp_1 "item_1_2""#, "response.done resp_1",
                "response.created resp_2", #"response.output_text.delta resp_2 "item_2""#,
                #"response.output_text.delta resp_2 "item_2""#,
            ]
        )
    }

    @Test("an interrupted turn is cancelled once, though the model completes it all the same")
    func geminiInterruption() throws {
        let audio = content(#""modelTurn":{"parts":[{"inlineData":{"data":"QUJD"}}]}"#)
        let done = content(#""turnComplete":true"#)
        #expect(
            try session([audio, content(#""interrupted":true"#), done, audio, done], from: .gemini, to: .openAI) == [
                "response.created resp_1", #"response.output_audio.delta resp_1 "item_1""#,
                "output_audio_buffer.cleared resp_1", "response.done resp_1", "rest event: said_elsewhere",
                "response.created resp_2", #"response.output_audio.delta resp_2 "item_2""#, "response.done resp_2",
            ]
        )
        #expect(
            try session(
                [audio, content(#""interrupted":true,"turnComplete":true"#), audio, done],
                from: .gemini,
                to: .openAI
            ).filter { $0.hasPrefix("response.done") } == ["response.done resp_1", "response.done resp_2"]
        )
    }

    @Test("pieces of a transcript are deltas of one item until it is finished")
    func geminiTranscripts() throws {
        let piece = content(#""inputTranscription":{"text":"a"}"#)
        let last = content(#""inputTranscription":{"text":"b","finished":true}"#)
        #expect(
            try session([piece, last, piece], from: .gemini, to: .openAI, showing: [.itemID, .delta]) == [
                #"conversation.item.input_audio_transcription.delta "item_input_1" "a""#,
                #"conversation.item.input_audio_transcription.delta "item_input_1" "b""#,
                #"conversation.item.input_audio_transcription.delta "item_input_2" "a""#,
            ]
        )
    }

    @Test("a transcript whose pieces were told is not told again")
    func transcriptsToGemini() throws {
        let delta = #"{"type":"conversation.item.input_audio_transcription.delta","delta":"hel"}"#
        let done = #"{"type":"conversation.item.input_audio_transcription.completed","transcript":"hello"}"#
        var translator = try #require(EventTranslator(from: .openAI, to: .gemini))
        let texts = try [delta, done, done].flatMap { translator.translate(try event($0)).events.map(\.text) }
        #expect(
            texts == [
                #"{"serverContent":{"inputTranscription":{"text":"hel"}}}"#,
                #"{"serverContent":{"inputTranscription":{"finished":true}}}"#,
                #"{"serverContent":{"inputTranscription":{"text":"hello","finished":true}}}"#,
            ]
        )
    }

    @Test("Gemini is set up once, and audio has the rate that the session says")
    func geminiSetup() throws {
        let update = #"{"type":"session.update","session":{"audio":{"input":{"format":{"rate":16000}}}}}"#
        let append = #"{"type":"input_audio_buffer.append","audio":"QUJD"}"#
        var translator = try #require(EventTranslator(from: .openAI, to: .gemini))
        let first = translator.translate(try event(append, .client))
        #expect(first.events.first?.text.contains("rate=24000") == true)
        #expect(translator.translate(try event(update, .client)).events.first?.text.hasPrefix(#"{"setup":"#) == true)
        #expect(translator.translate(try event(append, .client)).events.first?.text.contains("rate=16000") == true)
        let again = translator.translate(try event(update, .client))
        #expect(again.events.isEmpty)
        #expect(again.remainder.map(\.description) == ["event: no_counterpart"])
    }

    @Test("counts that a provider does not tell stay untold")
    func geminiUsage() throws {
        let done =
            #"{"serverContent":{"turnComplete":true},"usageMetadata":{"totalTokenCount":9,"thoughtsTokenCount":2}}"#
        var translator = try #require(EventTranslator(from: .gemini, to: .openAI))
        let events = translator.translate(try event(done, .server, .gemini)).events
        let last = try #require(events.last)
        #expect(last.text.contains(#""usage":{"total_tokens":9,"output_token_details":{"reasoning_tokens":2}}"#))
        let silent = translator.translate(try event(#"{"serverContent":{"turnComplete":true}}"#, .server, .gemini))
        #expect(silent.events.last?.text.contains("usage") == false)
    }
}

@Suite("Events that say nothing")
struct EmptyEventTests {
    @Test(
        "what has nothing in it that could be said is reported whole",
        arguments: [
            #"{"clientContent":{"turns":[{"role":"model"}]}}"#, #"{"clientContent":{}}"#, #"{"realtimeInput":{}}"#,
            #"{"toolResponse":{"functionResponses":[]}}"#, #"{"clientContent":7}"#, #"{"setup":null}"#,
        ]
    )
    func reported(_ text: String) throws {
        var translator = try #require(EventTranslator(from: .gemini, to: .openAI))
        let translation = translator.translate(try event(text, .client, .gemini))
        #expect(translation.events.isEmpty)
        #expect(translation.remainder.map(\.value) == [Array(text.utf8)])
    }

    @Test("members of a turn that are unknown are reported by name")
    func unknownMembers() throws {
        var translator = try #require(EventTranslator(from: .gemini, to: .openAI))
        let text = #"{"clientContent":{"turns":[{"role":"user","bits":[],"parts":[{"text":"a"}]}],"mood":1}}"#
        let translation = translator.translate(try event(text, .client, .gemini))
        #expect(translation.events.count == 1)
        #expect(translation.remainder.map(\.path) == ["clientContent.mood", "clientContent.turns.0.bits"])
    }
}
