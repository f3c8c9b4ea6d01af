// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("The turns that are kept")
struct TurnHistoryTests {
    /// Responses that have said a text each, with one token for each, and a transcription for each.
    private func note(_ count: Int, saying text: String, in history: inout TurnHistory) throws {
        var machine = TurnMachine()
        for number in 1...count {
            let texts = [
                #"{"type":"input_audio_buffer.committed","item_id":"i\#(number)"}"#,
                #"{"type":"conversation.item.input_audio_transcription.completed","item_id":"i\#(number)","#
                    + #""transcript":"","usage":{"total_tokens":10}}"#,
                #"{"type":"response.created","response":{"id":"r\#(number)"}}"#,
                #"{"type":"response.output_text.delta","response_id":"r\#(number)","delta":"\#(text)"}"#,
                #"{"type":"response.done","response":{"id":"r\#(number)","output":[],"usage":{"total_tokens":1}}}"#,
            ]
            for text in texts { history.note(machine.observe(try event(text), at: .seconds(number))) }
        }
    }

    @Test("so many turns are kept and no more; sums are those of all")
    func turns() throws {
        var history = TurnHistory(maximumTurns: 3)
        try note(3, saying: "x", in: &history)
        #expect(history.turns.map(\.number) == [1, 2, 3])
        #expect(history.forgottenCount == 0)
        var longer = TurnHistory(maximumTurns: 3)
        try note(5, saying: "x", in: &longer)
        #expect(longer.turns.map(\.number) == [3, 4, 5])
        #expect(longer.forgottenCount == 2)
        #expect(longer.usage?.totalTokens == 5)
        #expect(longer.transcriptionUsage?.totalTokens == 50)
    }

    @Test("so much text is kept and no more, but the last turn always is")
    func text() throws {
        var history = TurnHistory(maximumTextBytes: 8)
        try note(2, saying: "four", in: &history)
        #expect(history.turns.map(\.number) == [1, 2])
        var longer = TurnHistory(maximumTextBytes: 8)
        try note(2, saying: "fives", in: &longer)
        #expect(longer.turns.map(\.number) == [2])
        #expect(longer.usage?.totalTokens == 2)
        var one = TurnHistory(maximumTextBytes: 8)
        try note(2, saying: "more than that", in: &one)
        #expect(one.turns.map(\.outputText) == ["more than that"])
    }

    @Test("a transcript that comes late counts as text too, if texts are kept", arguments: [true, false])
    func late(keepsContent: Bool) throws {
        var history = TurnHistory(maximumTextBytes: 8, keepsContent: keepsContent)
        try note(2, saying: "four", in: &history)
        history.note([.inputCompleted(turn: 2, TurnInput(.user, "i2", "late"))])
        #expect(history.turns.map(\.number) == (keepsContent ? [2] : [1, 2]))
        #expect(history.turns.last?.inputs.map(\.text) == [keepsContent ? "late" : nil])
        #expect(history.transcriptionUsage?.totalTokens == 20)
    }

    @Test("without content a turn has neither texts nor arguments, nor what errors say; ids and counts stay")
    func content() throws {
        var history = TurnHistory()
        var machine = TurnMachine()
        let texts = [
            #"{"type":"conversation.item.added","item":{"id":"i","type":"message","role":"user","content":"#
                + #"[{"type":"input_text","text":"secret"}]}}"#,
            #"{"type":"response.created","response":{"id":"r"}}"#,
            #"{"type":"response.output_text.delta","response_id":"r","delta":"secret"}"#,
            #"{"type":"response.done","response":{"id":"r","status":"failed","status_details":{"error":"#
                + #"{"type":"server_error","code":"c","message":"secret"}},"output":[{"type":"function_call","#
                + #""call_id":"f","name":"n","arguments":"secret"}],"usage":{"total_tokens":1}}}"#,
        ]
        for text in texts { history.note(machine.observe(try event(text), at: .zero)) }
        let turn = try #require(history.turns.first)
        #expect(
            turn.json(hasTimes: false, hasContent: false).text
                == #"{"turn":1,"response_id":"r","status":"failed","error":{"type":"server_error","code":"c"},"#
                + #""inputs":[{"kind":"user","item_id":"i"}],"tool_calls":[{"call_id":"f","name":"n"}],"#
                + #""usage":{"total_tokens":1}}"#
        )
        #expect(turn.json().text.split(separator: "secret").count == 5)
        #expect(turn.withoutContent.json() == turn.json(hasContent: false))
    }
}
