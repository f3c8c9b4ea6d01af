// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RealtimeEvents
internal import Testing

@Suite("Events without a policy")
struct ForwardingTests {
    @Test(
        "what is no event passes from both sides",
        arguments: [
            "", "hello", "{", "[1]", "7", "{\"type\":\"x\"} trailing", "\u{feff}{\"type\":\"response.create\"}",
        ],
        [true, false]
    )
    func noEvents(text: String, isTranslated: Bool) {
        var pipeline = EventPipeline.made(client: isTranslated ? .beta : .openAI)
        #expect(pipeline.client(text) == .forward)
        #expect(pipeline.provider(text) == .forward)
        #expect(pipeline.refusedCount == 0)
    }

    @Test("bytes that are no UTF-8 pass")
    func otherBytes() {
        var pipeline = EventPipeline.made(client: .beta)
        let bytes: [UInt8] = Array(#"{"type":""#.utf8) + [0xff] + Array(#""}"#.utf8)
        #expect(pipeline.fromClient(bytes, isText: true, now: .zero) == .forward)
        #expect(pipeline.fromProvider(bytes, isText: true, now: .zero) == .forward)
    }

    @Test("events that are unknown pass from both sides", arguments: [Vocabulary.openAI, .beta])
    func unknown(client: Vocabulary) {
        var pipeline = EventPipeline.made(client: client)
        #expect(pipeline.client(#"{"type":"new.event","x":[1.50]}"#) == .forward)
        #expect(pipeline.client(#"{"no_type":1}"#) == .forward)
        #expect(pipeline.provider(#"{"type":"new.event","x":[1.50]}"#) == .forward)
    }

    @Test("binary messages pass unread: what they say is no turn")
    func binary() {
        var pipeline = EventPipeline.made(client: .beta)
        let request = Array(#"{"type":"response.create","response":{"modalities":["text"]}}"#.utf8)
        #expect(pipeline.fromClient(request, isText: false, now: .zero) == .forward)
        let text = Array(#"{"type":"response.output_text.delta","response_id":"r","delta":"x"}"#.utf8)
        #expect(pipeline.fromProvider(text, isText: false, now: .zero) == .forward)
        #expect(pipeline.openTurns.isEmpty)
        #expect(pipeline.turnChanges == 0)
    }

    @Test("a session.update goes on as it is where nothing is translated, and is the provider's to refuse")
    func sessionUpdate() {
        var pipeline = EventPipeline.made()
        #expect(
            pipeline.client(
                #"{"type":"session.update","session":{"type":"realtime","id":"s","model":"openai/gpt-realtime"}}"#
            ) == .forward
        )
    }

    @Test("vocabularies without a translation are left as they are")
    func untranslatable() {
        var pipeline = EventPipeline.made(client: .live, provider: .openAI)
        #expect(!pipeline.isTranslated)
        #expect(pipeline.client(#"{"type":"session.update","session":{}}"#) == .forward)
        #expect(pipeline.provider(#"{"type":"conversation.item.added","item":{}}"#) == .forward)
    }
}
