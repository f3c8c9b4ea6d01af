// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RealtimeEvents
internal import Testing

@Suite("The turns of a bridged call")
struct TurnWatchingTests {
    private func talk(_ pipeline: inout EventPipeline, _ number: Int, said: String = "yes") {
        _ = pipeline.client(#"{"type":"response.create"}"#, at: .seconds(number))
        _ = pipeline.provider(#"{"type":"response.created","response":{"id":"r\#(number)"}}"#, at: .seconds(number))
        _ = pipeline.provider(
            #"{"type":"response.output_text.delta","response_id":"r\#(number)","delta":"\#(said)"}"#,
            at: .seconds(number)
        )
        _ = pipeline.provider(
            #"{"type":"response.done","response":{"id":"r\#(number)","status":"completed","output":[],"#
                + #""usage":{"total_tokens":2}}}"#,
            at: .seconds(number)
        )
    }

    @Test("the count of changes grows with a turn, and stays with what is none")
    func changes() {
        var pipeline = EventPipeline.made()
        _ = pipeline.client(#"{"type":"input_audio_buffer.append","audio":""}"#)
        _ = pipeline.provider(#"{"type":"rate_limits.updated","rate_limits":[]}"#)
        #expect(pipeline.turnChanges == 0)
        _ = pipeline.client(#"{"type":"response.create"}"#)
        #expect(pipeline.turnChanges == 1)
        #expect(pipeline.openTurns.map(\.number) == [1])
        talk(&pipeline, 2)
        #expect(pipeline.turnChanges > 1)
    }

    @Test("turns that are open when the call ends have failed")
    func close() {
        var pipeline = EventPipeline.made()
        talk(&pipeline, 1)
        _ = pipeline.client(#"{"type":"response.create"}"#, at: .seconds(2))
        pipeline.close(now: .seconds(3))
        #expect(pipeline.openTurns.isEmpty)
        #expect(pipeline.history.turns.map(\.status) == [.completed, .failed])
        #expect(pipeline.history.turns.last?.endedAt == .seconds(3))
    }

    @Test("the last turns are kept, and the sums are those of all")
    func bounded() {
        var pipeline = EventPipeline.made()
        let count = EventPipeline.maximumTurns
        for number in 1...count { talk(&pipeline, number) }
        #expect(pipeline.history.turns.count == count)
        #expect(pipeline.history.forgottenCount == 0)
        talk(&pipeline, count + 1)
        #expect(pipeline.history.turns.first?.number == 2)
        #expect(pipeline.history.turns.count == count)
        #expect(pipeline.history.forgottenCount == 1)
        #expect(pipeline.usage?.totalTokens == 2 * (count + 1))
        #expect(pipeline.tokens == 2 * (count + 1))
    }

    @Test("texts are kept only if they are wanted")
    func content() {
        for keepsContent in [true, false] {
            var pipeline = EventPipeline.made(keepsContent: keepsContent)
            talk(&pipeline, 1)
            #expect(pipeline.history.turns.map(\.outputText) == [keepsContent ? "yes" : ""])
        }
    }
}
