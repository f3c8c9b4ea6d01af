// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RealtimeEvents
internal import Testing

@Suite("A client of the beta with a provider of the current API")
struct TranslatedCallTests {
    @Test("what has another name or place is translated, both ways")
    func bothWays() {
        var pipeline = EventPipeline.made(client: .beta)
        #expect(pipeline.isTranslated)
        #expect(
            pipeline.client(#"{"type":"response.create","response":{"modalities":["text"],"x":1.50}}"#).replacement
                == [#"{"type":"response.create","response":{"output_modalities":["text"],"x":1.50}}"#]
        )
        #expect(
            pipeline.provider(#"{"type":"response.output_text.delta","response_id":"r","delta":"Hi"}"#).replacement
                == [#"{"type":"response.text.delta","response_id":"r","delta":"Hi"}"#]
        )
        #expect(pipeline.untranslatedCount == 0)
    }

    @Test("what is the same in both goes on as it came")
    func same() {
        var pipeline = EventPipeline.made(client: .beta)
        #expect(pipeline.client(#"{ "type":"input_audio_buffer.commit" }"#) == .forward)
        #expect(pipeline.client(#"{"type":"response.create"}"#) == .forward)
        #expect(pipeline.provider(#"{ "type":"rate_limits.updated","event_id":"e","rate_limits":[] }"#) == .forward)
    }

    @Test("a session.update loses what only servers set, and the provider in front of the model")
    func sessionUpdate() {
        var pipeline = EventPipeline.made(client: .beta)
        #expect(
            pipeline.client(
                #"{"type":"session.update","session":{"id":"s","object":"o","model":"openai/m","voice":"ash"}}"#
            ).replacement == [
                #"{"type":"session.update","session":{"type":"realtime","model":"m","#
                    + #""audio":{"output":{"voice":"ash"}}}}"#
            ]
        )
        #expect(pipeline.untranslatedCount == 0)
    }

    @Test("what other events say is left out; what the beta has no word for is left out and counted")
    func leftOut() {
        var pipeline = EventPipeline.made(client: .beta)
        #expect(pipeline.provider(#"{"type":"conversation.item.done","item":{"id":"i"}}"#) == .replace([]))
        #expect(pipeline.untranslatedCount == 0)
        #expect(pipeline.provider(#"{"type":"input_audio_buffer.timeout_triggered","item_id":"i"}"#) == .replace([]))
        #expect(pipeline.untranslatedCount == 1)
    }

    @Test("a part of a client's event that the current API cannot say is counted, and the rest goes on")
    func partly() {
        var pipeline = EventPipeline.made(client: .beta)
        #expect(
            pipeline.client(#"{"type":"session.update","session":{"temperature":0.8,"instructions":"x"}}"#).replacement
                == [#"{"type":"session.update","session":{"type":"realtime","instructions":"x"}}"#]
        )
        #expect(pipeline.untranslatedCount == 1)
    }

    @Test("what the provider's vocabulary cannot say goes on as it came, and is counted")
    func whole() {
        var pipeline = EventPipeline.made(client: .openAI, provider: .elevenLabs)
        #expect(pipeline.client(#"{"type":"input_audio_buffer.clear"}"#) == .forward)
        #expect(pipeline.untranslatedCount == 1)
    }

    @Test("turns are the same as without a translation")
    func turns() {
        var pipeline = EventPipeline.made(client: .beta)
        let create = #"{"type":"conversation.item.create","item":{"id":"i","type":"message","role":"user","content":"#
        _ = pipeline.client(create + #"[{"type":"input_text","text":"Hello"}]}}"#, at: .seconds(1))
        _ = pipeline.client(#"{"type":"response.create","response":{"modalities":["text"]}}"#, at: .seconds(1))
        _ = pipeline.provider(#"{"type":"response.created","response":{"id":"r"}}"#, at: .seconds(2))
        _ = pipeline.provider(
            #"{"type":"response.output_text.delta","response_id":"r","item_id":"a","delta":"Hi"}"#,
            at: .seconds(3)
        )
        _ = pipeline.provider(
            #"{"type":"response.done","response":{"id":"r","status":"completed","output":[],"#
                + #""usage":{"total_tokens":7,"input_tokens":4,"output_tokens":3}}}"#,
            at: .seconds(4)
        )
        #expect(
            pipeline.history.turns.map { $0.json(hasTimes: false).text } == [
                #"{"turn":1,"response_id":"r","status":"completed","inputs":[{"kind":"user","item_id":"i","#
                    + #""text":"Hello"}],"output_text":"Hi","usage":{"total_tokens":7,"input_tokens":4,"#
                    + #""output_tokens":3}}"#
            ]
        )
        #expect(pipeline.usage?.totalTokens == 7)
        #expect(pipeline.tokens == 7)
    }

    @Test("errors of the relay are events of the client's vocabulary")
    func errors() throws {
        let pipeline = EventPipeline.made(client: .beta)
        let report = ErrorReport(type: "server_error", code: "relay_draining", message: "The relay stops.")
        let event = try RealtimeEvent(parsing: pipeline.errorEvent(report), vocabulary: .beta, direction: .server)
        #expect(event.findings().isEmpty)
        #expect(event.eventID == "event_own")
        #expect(event.error?.code == "relay_draining")
    }
}
