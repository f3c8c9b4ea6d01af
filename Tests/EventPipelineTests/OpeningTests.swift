// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RealtimeEvents
internal import Testing

@Suite("The operator's session")
struct OpeningTests {
    private static let update = #"{"type":"session.update","event_id":"event_own","session":"#

    private func pipeline(
        _ session: String?,
        _ client: Vocabulary = .openAI,
        _ provider: Vocabulary = .openAI,
        sessionType: String? = "realtime"
    ) -> EventPipeline {
        EventPipeline.made(client: client, provider: provider, sessionType: sessionType) {
            $0.injectedSession = session.map { Array($0.utf8) }
        }
    }

    private func opening(
        _ session: String?,
        _ client: Vocabulary = .openAI,
        _ provider: Vocabulary = .openAI,
        sessionType: String? = "realtime"
    ) -> [String] {
        var pipeline = pipeline(session, client, provider, sessionType: sessionType)
        return pipeline.takeOpening().map(\.text)
    }

    @Test("nothing is said without one")
    func none() {
        #expect(opening(nil).isEmpty)
    }

    @Test("it is a session.update; one without a type is one of the call's", arguments: [Vocabulary.openAI, .beta])
    func current(client: Vocabulary) {
        let start = #"{"type":"session.update","event_id":"event_own","session":{"#
        #expect(
            opening(#"{"instructions":"Be brief."}"#, client) == [
                start + #""type":"realtime","instructions":"Be brief."}}"#
            ]
        )
        #expect(opening(#"{"type":"transcription"}"#, client) == [start + #""type":"transcription"}}"#])
        #expect(opening("{}", client) == [start + #""type":"realtime"}}"#])
        #expect(
            opening(#"{"include":[]}"#, client, sessionType: "transcription") == [
                start + #""type":"transcription","include":[]}}"#
            ]
        )
        #expect(
            opening(#"{"type":"realtime"}"#, client, sessionType: "transcription") == [start + #""type":"realtime"}}"#]
        )
    }

    @Test("it is said once, whatever comes then")
    func once() {
        var pipeline = pipeline("{}")
        #expect(pipeline.takeOpening().count == 1)
        #expect(pipeline.takeOpening().isEmpty)
        _ = pipeline.client(#"{"type":"response.create"}"#)
        #expect(pipeline.takeOpening().isEmpty)
        _ = pipeline.provider(#"{"type":"session.created","session":{"type":"realtime"}}"#)
        #expect(pipeline.takeOpening().isEmpty)
        _ = pipeline.provider(#"{"type":"session.created","session":{"type":"transcription"}}"#)
        #expect(pipeline.takeOpening().isEmpty)
    }

    @Test(
        "where nobody knows what the call was made as, the provider's first event tells",
        arguments: [
            (#"{"type":"session.created","session":{"type":"transcription"}}"#, "transcription"),
            (#"{"type":"session.created","session":{"type":"realtime"}}"#, "realtime"),
            (#"{"type":"session.created","session":{"id":"sess_1"}}"#, "realtime"),
            (#"{"type":"transcription_session.created","session":{}}"#, "transcription"),
        ]
    )
    func told(created: String, type: String) {
        var pipeline = pipeline("{}", sessionType: nil)
        #expect(pipeline.takeOpening().isEmpty)
        _ = pipeline.provider(#"{"type":"rate_limits.updated","rate_limits":[],"session":{"type":"realtime"}}"#)
        #expect(pipeline.takeOpening().isEmpty)
        _ = pipeline.provider(created)
        #expect(pipeline.takeOpening().map(\.text) == [Self.update + #"{"type":"\#(type)"}}"#])
        #expect(pipeline.takeOpening().isEmpty)
    }

    @Test("a client that speaks first does not go before it; if the provider tells another type, it is said again")
    func spoken() {
        var pipeline = pipeline("{}", sessionType: nil)
        #expect(pipeline.client(#"{"type":"response.create"}"#) == .forward)
        #expect(pipeline.takeOpening().map(\.text) == [Self.update + #"{"type":"realtime"}}"#])
        _ = pipeline.client(#"{"type":"response.create"}"#)
        #expect(pipeline.takeOpening().isEmpty)
        _ = pipeline.provider(#"{"type":"session.created","session":{"type":"transcription"}}"#)
        #expect(pipeline.takeOpening().map(\.text) == [Self.update + #"{"type":"transcription"}}"#])
        #expect(pipeline.takeOpening().isEmpty)
    }

    @Test("one with a type of its own waits for nobody, and stays what it is")
    func own() {
        var pipeline = pipeline(#"{"type":"realtime"}"#, sessionType: nil)
        #expect(pipeline.takeOpening().map(\.text) == [Self.update + #"{"type":"realtime"}}"#])
        _ = pipeline.provider(#"{"type":"session.created","session":{"type":"transcription"}}"#)
        #expect(pipeline.takeOpening().isEmpty)
    }

    @Test("the session of a translation has no type, and waits for nobody")
    func translation() {
        var pipeline = pipeline(#"{"audio":{}}"#, .translation, .translation, sessionType: nil)
        #expect(pipeline.takeOpening().map(\.text) == [Self.update + #"{"audio":{}}}"#])
        #expect(pipeline.takeOpening().isEmpty)
    }

    @Test("a provider of the beta gets it in its own shape")
    func beta() {
        #expect(
            opening(#"{"type":"realtime","audio":{"output":{"voice":"ash"}}}"#, .beta, .beta) == [
                #"{"type":"session.update","event_id":"event_own","session":{"voice":"ash"}}"#
            ]
        )
        #expect(
            opening(#"{"include":[]}"#, .beta, .beta, sessionType: "transcription").first?.hasPrefix(
                #"{"type":"transcription_session.update","#
            ) == true
        )
    }
}
