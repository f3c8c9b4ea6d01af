// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("Turns of a call")
struct TurnMachineTests {
    /// A call whose events are a second apart; `>` is the client's, `<` the server's.
    struct Call {
        var machine = TurnMachine()
        var vocabulary = Vocabulary.openAI
        var changes: [TurnChange] = []
        private var seconds = 0

        init(_ vocabulary: Vocabulary = .openAI, _ lines: String...) throws {
            self.vocabulary = vocabulary
            for line in lines { try feed(line) }
        }

        mutating func feed(_ line: String) throws {
            let direction: EventDirection = line.first == ">" ? .client : .server
            let view = try event(String(line.dropFirst()), direction, vocabulary)
            changes += machine.observe(view, at: .seconds(seconds))
            seconds += 1
        }

        var ended: [Turn] {
            changes.compactMap { if case .ended(let turn) = $0 { turn } else { nil } }
        }
        var starts: Int {
            changes.count { if case .started = $0 { true } else { false } }
        }
    }

    static let create = #">{"type":"response.create"}"#
    static let commit = #">{"type":"input_audio_buffer.commit"}"#
    static func committed(_ item: String) -> String {
        #"<{"type":"input_audio_buffer.committed","item_id":"\#(item)"}"#
    }
    static func created(_ id: String, _ conversation: String = #""c""#) -> String {
        #"<{"type":"response.created","response":{"id":"\#(id)","conversation_id":\#(conversation)}}"#
    }
    static func text(_ id: String, _ text: String) -> String {
        #"<{"type":"response.output_text.delta","response_id":"\#(id)","delta":"\#(text)"}"#
    }
    static func done(_ id: String, _ more: String = #""status":"completed""#) -> String {
        #"<{"type":"response.done","response":{"id":"\#(id)",\#(more)}}"#
    }

    // MARK: What is one turn

    @Test("Push-to-talk is one turn, though the request is seen before the commit")
    func pushToTalk() throws {
        let call = try Call(
            .openAI,
            Self.commit,
            Self.create,
            Self.committed("i"),
            Self.created("r"),
            Self.text("r", "a"),
            Self.text("r", "b"),
            Self.done("r")
        )
        #expect(call.changes.dropLast() == [.started(turn: 1), .firstOutput(turn: 1)])
        let turn = try #require(call.ended.first)
        #expect(turn.inputs.map(\.itemID) == ["i"])
        #expect(turn.outputText == "ab")
        #expect(turn.status == .completed)
        #expect((turn.startedAt, turn.committedAt) == (.seconds(1), .seconds(2)))
        #expect((turn.timeToFirstOutput, turn.timeToEnd) == (.seconds(2), .seconds(4)))
    }

    @Test("Push-to-talk is one turn, if the client waits for the commit")
    func pushToTalkInOrder() throws {
        let call = try Call(
            .openAI,
            Self.commit,
            Self.committed("i"),
            Self.create,
            Self.created("r"),
            Self.done("r")
        )
        #expect((call.starts, call.ended.count, call.machine.openTurns.count) == (1, 1, 0))
    }

    @Test("Detected speech begins a turn, and its late transcript completes the input")
    func voiceActivity() throws {
        let transcript = "conversation.item.input_audio_transcription.completed"
        let call = try Call(
            .openAI,
            Self.committed("i"),
            Self.created("r"),
            Self.done("r"),
            #"<{"type":"\#(transcript)","item_id":"i","transcript":"hi","usage":{"type":"duration","seconds":1.5}}"#
        )
        #expect(call.ended.first?.inputs.first?.text == nil)
        guard case .inputCompleted(let turn, let input)? = call.changes.last else {
            Issue.record("no input was completed")
            return
        }
        #expect((turn, input.text, input.transcriptionUsage?.seconds) == (1, "hi", 1.5))
    }

    @Test("Speech during a response is a turn of its own")
    func interruption() throws {
        let call = try Call(
            .openAI,
            Self.committed("i"),
            Self.created("r"),
            Self.text("r", "a"),
            Self.committed("j"),
            Self.done("r", #""status":"cancelled","status_details":{"reason":"turn_detected"}"#),
            Self.created("s"),
            Self.done("s")
        )
        #expect(call.ended.map(\.status) == [.cancelled, .completed])
        #expect(call.ended.map(\.reason) == ["turn_detected", nil])
        #expect(call.ended.map { $0.inputs.map(\.itemID) } == [["i"], ["j"]])
    }

    @Test("A response out of band has its own turn beside that of the conversation")
    func outOfBand() throws {
        let call = try Call(
            .openAI,
            Self.committed("i"),
            #">{"type":"response.create","response":{"conversation":"none"}}"#,
            Self.created("o", "null"),
            Self.created("r"),
            Self.text("o", "x"),
            Self.text("r", "y"),
            Self.done("r"),
            Self.done("o")
        )
        #expect(call.ended.map(\.responseID) == ["r", "o"])
        #expect(call.ended.map(\.isOutOfBand) == [false, true])
        #expect(call.ended.map(\.outputText) == ["y", "x"])
        #expect(call.ended.map(\.inputs.count) == [1, 0])
    }

    // MARK: Inputs and calls

    @Test("An item that the client has not named is the one that the server shows")
    func inputsOnce() throws {
        let message = #""item":{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]"#
        let call = try Call(
            .openAI,
            #">{"type":"conversation.item.create",\#(message)}}"#,
            Self.create,
            #"<{"type":"conversation.item.added",\#(message),"id":"i"}}"#,
            #"<{"type":"conversation.item.done",\#(message),"id":"i"}}"#,
            Self.created("r"),
            Self.done("r")
        )
        #expect(call.ended.first?.inputs == [TurnInput(.user, "i", "hi")])
    }

    @Test("Calls are told in the order of the output, each once, and their outputs are the next turn's")
    func calls() throws {
        let second = #"{"type":"function_call","call_id":"b","name":"g","arguments":"{}"}"#
        let call = try Call(
            .openAI,
            Self.create,
            Self.created("r"),
            #"<{"type":"response.output_item.done","response_id":"r","output_index":1,"item":\#(second)}"#,
            #"<{"type":"response.function_call_arguments.done","response_id":"r","output_index":0,"#
                + #""call_id":"a","name":"f","arguments":"[]"}"#,
            Self.done(
                "r",
                #""output":[{"type":"function_call","call_id":"a","name":"f","arguments":"[]"},\#(second)]"#
            ),
            #">{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"a","output":"1"}}"#,
            Self.create,
            Self.created("s"),
            Self.done("s")
        )
        #expect(call.ended.first?.toolCalls.map(\.callID) == ["a", "b"])
        #expect(call.ended.first?.toolCalls.map(\.name) == ["f", "g"])
        #expect(call.ended.first?.toolCalls.map(\.arguments) == ["[]", "{}"])
        #expect(call.ended.last?.inputs.map(\.callID) == ["a"])
        #expect(call.ended.last?.inputs.map(\.text) == ["1"])
    }

    @Test("Without pieces the text is the final one")
    func finalText() throws {
        let output = #""output":[{"type":"message","content":[{"type":"output_audio","transcript":"hi"}]}]"#
        #expect(try Call(.openAI, Self.done("r", output)).ended.first?.outputText == "hi")
        #expect(try Call(.openAI, Self.text("r", "ho"), Self.done("r", output)).ended.first?.outputText == "ho")
    }

    // MARK: Ends

    @Test("What a response failed with, or was cut short for, is told")
    func ends() throws {
        let failed = #""status":"failed","status_details":{"error":{"type":"server_error","code":"x"}}"#
        let call = try Call(
            .openAI,
            Self.done("a", failed),
            Self.done("b", #""status":"incomplete","status_details":{"reason":"max_output_tokens"}"#)
        )
        #expect(call.ended.map(\.status) == [.failed, .incomplete])
        #expect(call.ended.map(\.error?.code) == ["x", nil])
        #expect(call.ended.map(\.reason) == [nil, "max_output_tokens"])
    }

    @Test("An error ends the turn of the request that it names, and no other")
    func errors() throws {
        var call = try Call(.openAI, #">{"type":"response.create","event_id":"e"}"#)
        try call.feed(#"<{"type":"error","error":{"type":"t","event_id":"other"}}"#)
        try call.feed(#"<{"type":"error","error":{"type":"t"}}"#)
        #expect(call.ended.isEmpty)
        try call.feed(#"<{"type":"error","error":{"type":"t","event_id":"e"}}"#)
        #expect(call.ended.map(\.status) == [.failed])
        #expect(call.ended.first?.error?.type == "t")
    }

    @Test("A late piece of a response that is over begins nothing")
    func latePieces() throws {
        let call = try Call(.openAI, Self.create, Self.created("r"), Self.done("r"), Self.text("r", "late"))
        #expect((call.starts, call.machine.openTurns.count) == (1, 0))
    }

    @Test("Truncation is told of the turn that made the item, over or not")
    func truncation() throws {
        let cut = #"<{"type":"conversation.item.truncated","item_id":"o","audio_end_ms":700}"#
        let output = #""output":[{"type":"message","id":"o"}]"#
        let call = try Call(.openAI, Self.create, Self.created("r"), Self.done("r", output), cut)
        #expect(call.changes.last == .truncated(turn: 1, milliseconds: 700))
    }

    @Test("Turns that are open when the call is over have failed")
    func close() throws {
        var call = try Call(.openAI, Self.create)
        guard case .ended(let turn)? = call.machine.close(at: .seconds(9)).first else {
            Issue.record("nothing has ended")
            return
        }
        #expect((turn.status, turn.error?.code, turn.endedAt) == (.failed, "connection_closed", .seconds(9)))
        #expect(call.machine.close(at: .seconds(10)).isEmpty)
    }

    // MARK: Other sessions

    @Test("A transcription session has a turn for each item, whatever the order of transcripts")
    func transcription() throws {
        let name = "conversation.item.input_audio_transcription"
        let call = try Call(
            .openAI,
            #"<{"type":"session.created","session":{"type":"transcription"}}"#,
            Self.committed("i"),
            Self.committed("j"),
            #"<{"type":"\#(name).delta","item_id":"j","delta":"b"}"#,
            #"<{"type":"\#(name).completed","item_id":"j","transcript":"b!","usage":{"seconds":2}}"#,
            #"<{"type":"\#(name).failed","item_id":"i","error":{"code":"bad"}}"#
        )
        #expect(call.ended.map(\.number) == [2, 1])
        #expect(call.ended.map(\.outputText) == ["b!", ""])
        #expect(call.ended.map(\.status) == [.completed, .failed])
        #expect(call.ended.first?.usage?.seconds == 2)
        #expect(call.ended.last?.error?.code == "bad")
    }

    @Test("A live session has no turns, but a usage that grows")
    func live() throws {
        let call = try Call(
            .live,
            #"<{"type":"session.usage.updated","event_id":"e","usage":{"seconds":12.5}}"#,
            #"<{"type":"session.closed","event_id":"f","reason":"r","session":{},"usage":{"seconds":31}}"#
        )
        #expect(call.machine.sessionUsage?.seconds == 31)
        #expect(call.changes.count == 2)
        #expect(call.starts == 0)
    }

    @Test("Names of the beta make the same turns")
    func beta() throws {
        let call = try Call(
            .beta,
            Self.create,
            #"<{"type":"response.created","response":{"id":"r"}}"#,
            #"<{"type":"response.audio_transcript.delta","response_id":"r","delta":"hi"}"#,
            Self.done("r")
        )
        #expect(call.ended.map(\.outputText) == ["hi"])
    }

    // MARK: Usage

    @Test("Every detail of usage is told, and what is absent is nil")
    func usage() throws {
        let text = #"""
            <{"type":"response.done","response":{"id":"r","usage":{"total_tokens":1,"input_tokens":2,"output_tokens":3,
            "input_token_details":{"text_tokens":4,"audio_tokens":5,"image_tokens":6,"cached_tokens":7,
            "cached_tokens_details":{"text_tokens":8,"audio_tokens":9,"image_tokens":10}},
            "output_token_details":{"text_tokens":11,"audio_tokens":12,"image_tokens":13,"reasoning_tokens":14,
            "citation_tokens":15,"num_search_queries":16,"accepted_prediction_tokens":17,
            "rejected_prediction_tokens":18}}}}
            """#
        let usage = try #require(try Call(.openAI, text).ended.first?.usage)
        let details = [
            usage.totalTokens, usage.inputTokens, usage.outputTokens, usage.inputTextTokens, usage.inputAudioTokens,
            usage.inputImageTokens, usage.cachedTokens, usage.cachedTextTokens, usage.cachedAudioTokens,
            usage.cachedImageTokens, usage.outputTextTokens, usage.outputAudioTokens, usage.outputImageTokens,
            usage.reasoningTokens, usage.citationTokens, usage.searches, usage.acceptedPredictionTokens,
            usage.rejectedPredictionTokens,
        ]
        #expect(details == (1...18).map { $0 })
        #expect(usage.seconds == nil)
        let sparse = try Call(.openAI, Self.done("r", #""usage":{"input_tokens":0}"#)).ended.first?.usage
        #expect(sparse?.inputTokens == 0)
        #expect(sparse?.outputTokens == nil)
        #expect(try Call(.openAI, Self.done("r", #""usage":null"#)).ended.first?.usage == nil)
    }

    // MARK: Bounds

    @Test("Memory is bounded, and what is left out is said")
    func bounds() throws {
        var call = try Call()
        let long = String(repeating: "ü", count: 33_000)
        for number in 0..<20 {
            try call.feed(Self.created("\(number)\(long)"))
            try call.feed(Self.text("\(number)\(long)", long))
            for part in 0..<40 {
                try call.feed(
                    #"<{"type":"response.function_call_arguments.done","response_id":"\#(number)\#(long)","#
                        + #""call_id":"\#(part)","arguments":"{}"}"#
                )
            }
            #expect(call.machine.openTurns.count <= TurnMachine.maximumOpenTurns)
            #expect(call.machine.retainedBytes < TurnMachine.maximumRetainedBytes)
        }
        let turn = try #require(call.ended.first)
        #expect(turn.isShortened)
        #expect((turn.status, turn.reason) == (.incomplete, "too_many_open_turns"))
        #expect(turn.outputText.utf8.count == TurnMachine.maximumTextBytes)
        #expect(turn.toolCalls.count == TurnMachine.maximumToolCalls)
        #expect(call.ended.count == 20 - TurnMachine.maximumOpenTurns)
        for number in 0..<100 {
            try call.feed(
                #">{"type":"conversation.item.create","item":{"id":"\#(number)","type":"message","role":"user"}}"#
            )
        }
        call.changes = []
        try call.feed(Self.create)
        let waiting = try #require(call.machine.openTurns.last)
        #expect(waiting.inputs.count == TurnMachine.maximumInputs)
        #expect(waiting.isShortened)
    }
}

@Suite("Turns of models that answer without being asked")
struct NativeTurnTests {
    typealias Call = TurnMachineTests.Call

    private static func heard(_ text: String, _ more: String = "") -> String {
        #"<{"serverContent":{"inputTranscription":{"text":"\#(text)"\#(more)}}}"#
    }
    private static func said(_ text: String, _ more: String = "") -> String {
        #"<{"serverContent":{"outputTranscription":{"text":"\#(text)"}\#(more)}}"#
    }
    private static let complete = #"<{"serverContent":{"turnComplete":true}}"#

    @Test("One message of Gemini can say all that is of a turn")
    func severalThingsAtOnce() throws {
        let call = try Call(
            .gemini,
            #"<{"serverContent":{"modelTurn":{"parts":[{"text":"no","thought":true},{"text":"a"},{"text":"b"}]},"#
                + #""outputTranscription":{"text":"c"},"turnComplete":true},"usageMetadata":{"totalTokenCount":3}}"#
        )
        #expect(call.ended.map(\.outputText) == ["abc"])
        #expect(call.ended.map(\.usage?.totalTokens) == [3])
        #expect(call.ended.map(\.status) == [.completed])
    }

    @Test("Speech during an answer is the next turn's, once the answer is interrupted")
    func interruption() throws {
        let call = try Call(
            .gemini,
            Self.heard("one "),
            Self.said("x"),
            Self.heard("two"),
            #"<{"serverContent":{"interrupted":true}}"#,
            Self.heard("three"),
            Self.complete,
            Self.said("y"),
            Self.complete
        )
        #expect(call.ended.map { $0.inputs.map(\.text) } == [["one two"], ["three"]])
        #expect(call.ended.map(\.outputText) == ["x", "y"])
        #expect(call.ended.map(\.status) == [.cancelled, .completed])
    }

    @Test("A transcript that comes after the answer has begun is that answer's question")
    func lateTranscript() throws {
        let call = try Call(.gemini, Self.said("x"), Self.heard("q", #","finished":true"#), Self.complete)
        #expect(call.ended.map { $0.inputs.map(\.text) } == [["q"]])
        let finished = try Call(.gemini, Self.heard("q", #","finished":true"#), Self.said("x"), Self.heard("r"))
        #expect(finished.machine.openTurns.map { $0.inputs.map(\.text) } == [["q"], ["r"]])
    }

    @Test("Usage that comes after its turn is told of it")
    func lateUsage() throws {
        let call = try Call(.gemini, Self.said("x"), Self.complete, #"<{"usageMetadata":{"totalTokenCount":7}}"#)
        guard case .usageCompleted(let turn, let usage)? = call.changes.last else {
            Issue.record("no usage was completed")
            return
        }
        #expect((turn, usage.totalTokens) == (1, 7))
        var history = TurnHistory()
        history.note(call.changes)
        #expect(history.usage?.totalTokens == 7)
        let alone = try Call(.gemini, #"<{"usageMetadata":{"totalTokenCount":7}}"#, Self.complete)
        #expect(alone.changes.isEmpty)
    }

    @Test("Each output of a function is an input, and its call's turn goes on")
    func toolOutputs() throws {
        let call = try Call(
            .gemini,
            Self.heard("q"),
            #"<{"toolCall":{"functionCalls":[{"id":"a","name":"f","args":{}},{"id":"b","name":"g"}]}}"#,
            #">{"toolResponse":{"functionResponses":[{"id":"a","response":{"n":1}},{"id":"b","response":"t"}]}}"#,
            Self.said("x"),
            Self.complete
        )
        #expect(call.ended.count == 1)
        #expect(call.ended.first?.inputs.map(\.text) == ["q", #"{"n":1}"#, "t"])
        #expect(call.ended.first?.inputs.map(\.callID) == [nil, "a", "b"])
        #expect(call.ended.first?.toolCalls.map(\.arguments) == ["{}", nil])
    }

    @Test("A text to Gemini starts a turn, history does not")
    func geminiTexts() throws {
        let history = #"{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"}]}"#
        let call = try Call(
            .gemini,
            #">{"clientContent":{"turns":[\#(history)]}}"#,
            #">{"realtimeInput":{"text":"c"}}"#,
            Self.complete
        )
        #expect(call.ended.map { $0.inputs.map(\.text) } == [["a", "c"]])
        #expect(call.starts == 1)
    }

    @Test("A text to ElevenLabs during an answer is the next turn's")
    func elevenLabs() throws {
        let call = try Call(
            .elevenLabs,
            #"<{"type":"user_transcript","user_transcription_event":{"user_transcript":"a"}}"#,
            #"<{"type":"agent_chat_response_part","text_response_part":{"type":"start","text":""}}"#,
            #"<{"type":"agent_chat_response_part","text_response_part":{"type":"delta","text":"x"}}"#,
            #">{"type":"user_message","text":"b"}"#,
            #"<{"type":"agent_response","agent_response_event":{"agent_response":"x"}}"#,
            #"<{"type":"agent_response","agent_response_event":{"agent_response":"y"}}"#
        )
        #expect(call.ended.map { $0.inputs.map(\.text) } == [["a"], ["b"]])
        #expect(call.ended.map(\.outputText) == ["x", "y"])
        #expect(call.ended.map(\.firstOutputAt) == [.seconds(2), .seconds(5)])
    }
}
