// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RealtimeEvents
internal import Testing

@Suite("The operator's session")
struct OpeningTests {
    private func opening(_ session: String?, _ client: Vocabulary = .openAI, _ provider: Vocabulary = .openAI)
        -> [String]
    {
        let pipeline = EventPipeline.made(client: client, provider: provider) {
            $0.injectedSession = session.map { Array($0.utf8) }
        }
        return pipeline.opening().map(\.text)
    }

    @Test("nothing is said without one")
    func none() {
        #expect(opening(nil).isEmpty)
    }

    @Test("it is a session.update; one without a type is realtime", arguments: [Vocabulary.openAI, .beta])
    func current(client: Vocabulary) {
        let start = #"{"type":"session.update","event_id":"event_own","session":{"#
        #expect(
            opening(#"{"instructions":"Be brief."}"#, client) == [
                start + #""type":"realtime","instructions":"Be brief."}}"#
            ]
        )
        #expect(opening(#"{"type":"transcription"}"#, client) == [start + #""type":"transcription"}}"#])
        #expect(opening("{}", client) == [start + #""type":"realtime"}}"#])
    }

    @Test("a provider of the beta gets it in its own shape")
    func beta() {
        #expect(
            opening(#"{"type":"realtime","audio":{"output":{"voice":"ash"}}}"#, .beta, .beta) == [
                #"{"type":"session.update","event_id":"event_own","session":{"voice":"ash"}}"#
            ]
        )
    }
}
