// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RealtimeEvents
internal import Testing

@Suite("The tokens of a call")
struct TokenLimitTests {
    private func done(_ response: String, _ usage: String) -> String {
        #"{"type":"response.done","event_id":"e","response":{"id":"\#(response)","output":[],"usage":\#(usage)}}"#
    }

    private func transcript(_ usage: String) -> String {
        #"{"type":"conversation.item.input_audio_transcription.completed","item_id":"i","transcript":"x","#
            + #""usage":\#(usage)}"#
    }

    @Test("the call ends with the event that reaches the limit, and not with one below")
    func limit() throws {
        var pipeline = EventPipeline.made { $0.maximumTokens = 10 }
        #expect(pipeline.provider(done("a", #"{"total_tokens":9}"#)) == .forward)
        #expect(pipeline.provider(#"{"type":"response.created","response":{"id":"b"}}"#) == .forward)
        let last = done("b", #"{"total_tokens":1}"#)
        let events = try #require(pipeline.provider(last).last)
        #expect(events.first?.text == last)
        #expect(events.dropFirst().map(\.errorSummary) == ["max_tokens_reached - -"])
        #expect(pipeline.history.turns.count == 2)
        #expect(pipeline.refusedCount == 0)
    }

    @Test(
        "the limit is looked at where usage is told: it cuts off a response that goes on meanwhile, whose turn has failed"
    )
    func underWay() throws {
        var pipeline = EventPipeline.made { $0.maximumTokens = 10 }
        #expect(pipeline.provider(#"{"type":"response.created","response":{"id":"a"}}"#) == .forward)
        let piece = #"{"type":"response.output_text.delta","response_id":"a","delta":"so much"}"#
        // What a response takes before it tells is not known.
        for _ in 0..<100 { #expect(pipeline.provider(piece) == .forward) }
        let heard = transcript(#"{"type":"tokens","total_tokens":10}"#)
        let events = try #require(pipeline.provider(heard).last)
        #expect(events.first?.text == heard)
        #expect(pipeline.openTurns.count == 1)
        pipeline.close(now: .seconds(1))
        #expect(pipeline.openTurns.isEmpty)
        #expect(pipeline.history.turns.last?.status == .failed)
    }

    @Test("responses and transcriptions count together; seconds and other counts do not")
    func kinds() {
        var pipeline = EventPipeline.made { $0.maximumTokens = 10 }
        #expect(pipeline.provider(transcript(#"{"type":"duration","seconds":100}"#)) == .forward)
        #expect(pipeline.provider(transcript(#"{"type":"tokens","total_tokens":4}"#)) == .forward)
        #expect(pipeline.provider(#"{"type":"error","usage":{"total_tokens":90}}"#) == .forward)
        #expect(pipeline.tokens == 4)
        // Without a total, what is told of both sides.
        #expect(pipeline.provider(done("a", #"{"input_tokens":2,"output_tokens":3}"#)) == .forward)
        #expect(pipeline.tokens == 9)
        #expect(pipeline.provider(done("b", #"{"total_tokens":-5}"#)) == .forward)
        #expect(pipeline.provider(done("c", #"{"total_tokens":1}"#)).last?.count == 2)
    }

    @Test("without a limit a call goes on, whatever a server counts")
    func noLimit() {
        var pipeline = EventPipeline.made()
        #expect(pipeline.provider(done("a", #"{"total_tokens":9223372036854775807}"#)) == .forward)
        #expect(pipeline.provider(done("b", #"{"total_tokens":9223372036854775807}"#)) == .forward)
        #expect(pipeline.tokens == .max)
    }

    @Test("a client of the beta gets the last event in its own words")
    func translated() throws {
        var pipeline = EventPipeline.made(client: .beta) { $0.maximumTokens = 1 }
        let events = try #require(
            pipeline.provider(
                #"{"type":"response.done","response":{"id":"a","output_modalities":["text"],"usage":{"total_tokens":1}}}"#
            ).last
        )
        #expect(events.count == 2)
        #expect(
            events[0].text
                == #"{"type":"response.done","response":{"id":"a","modalities":["text"],"usage":{"total_tokens":1}}}"#
        )
    }

    @Test("a server that counts for the whole session is believed")
    func sessionCount() {
        var pipeline = EventPipeline.made(client: .live, provider: .live) { $0.maximumTokens = 10 }
        let count = { (tokens: Int) in #"{"type":"session.usage","usage":{"total_tokens":\#(tokens)}}"# }
        #expect(pipeline.provider(count(6)) == .forward)
        #expect(pipeline.provider(count(9)) == .forward)
        #expect(pipeline.tokens == 9)
        #expect(pipeline.usage?.totalTokens == 9)
        #expect(pipeline.provider(count(10)).last?.count == 2)
    }
}
