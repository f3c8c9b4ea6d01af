// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("Filtering session.update")
struct SessionUpdateFilterTests {
    private func filtered(
        _ text: String,
        _ direction: EventDirection = .client,
        _ vocabulary: Vocabulary = .openAI
    ) throws -> String {
        SessionUpdateFilter.filtered(try event(text, direction, vocabulary)) { name in
            name.hasPrefix("openai/") ? String(name.dropFirst(7)) : name
        }.text
    }

    @Test("members that the server owns are taken out, and all else stays as it came")
    func serverOwned() throws {
        #expect(
            try filtered(
                #"{ "type":"session.update","session":{"id":"s","type":"realtime", "object":"o","instructions":"","#
                    + #""expires_at":0,"x":1.50,"client_secret":null} }"#
            ) == #"{ "type":"session.update","session":{"type":"realtime", "instructions":"","x":1.50} }"#
        )
    }

    @Test("models lose the provider in front of them, at the root and nested")
    func models() throws {
        #expect(
            try filtered(
                #"{"type":"session.update","session":{"model":"openai/gpt-realtime","audio":{"input":"#
                    + #"{"transcription":{"model":"openai/whisper-1"}}}}}"#
            )
                == #"{"type":"session.update","session":{"model":"gpt-realtime","audio":{"input":"#
                + #"{"transcription":{"model":"whisper-1"}}}}}"#
        )
        #expect(
            try filtered(
                #"{"type":"transcription_session.update","session":{"input_audio_transcription":{"model":"openai/w"}}}"#,
                .client,
                .beta
            ) == #"{"type":"transcription_session.update","session":{"input_audio_transcription":{"model":"w"}}}"#
        )
    }

    @Test("a model of another kind, or that is bare, is left alone")
    func otherModels() throws {
        for model in [#""org/model""#, #""gpt-realtime""#, "null", "7", #"{"name":"openai/x"}"#] {
            let text = #"{"type":"session.update","session":{"model":\#(model)}}"#
            #expect(try filtered(text) == text)
        }
    }

    @Test("other events stay as they are")
    func otherEvents() throws {
        let session = #""session":{"id":"s","model":"openai/m"}}"#
        #expect(
            try filtered(#"{"type":"session.updated",\#(session)"#, .server)
                == #"{"type":"session.updated",\#(session)"#
        )
        #expect(try filtered(#"{"type":"response.create",\#(session)"#) == #"{"type":"response.create",\#(session)"#)
        #expect(
            try filtered(#"{"type":"session.update",\#(session)"#, .client, .live)
                == #"{"type":"session.update",\#(session)"#
        )
        #expect(try filtered(#"{"type":"session.update","session":1}"#) == #"{"type":"session.update","session":1}"#)
    }
}
