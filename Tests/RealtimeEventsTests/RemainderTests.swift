// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

/// What an event written anew has no place for is in the remainder, wherever it stood.
@Suite("Remainders of events that are written anew")
struct RemainderTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let source: Vocabulary
        let target: Vocabulary
        let direction: EventDirection
        let text: String
        let paths: [String]

        init(
            _ source: Vocabulary,
            _ target: Vocabulary,
            _ direction: EventDirection,
            _ text: String,
            _ paths: [String]
        ) {
            (self.source, self.target, self.direction, self.text, self.paths) = (source, target, direction, text, paths)
        }

        var testDescription: String { text }
    }

    static let rows: [Row] = [
        Row(
            .elevenLabs,
            .openAI,
            .server,
            #"{"type":"audio","x":1,"audio_event":{"audio_base_64":"QUJD","event_id":1,"y":2}}"#,
            ["x", "audio_event.y"]
        ),
        Row(
            .elevenLabs,
            .openAI,
            .server,
            #"{"type":"user_transcript","x":1,"user_transcription_event":{"user_transcript":"a","y":2}}"#,
            ["x", "user_transcription_event.y"]
        ),
        Row(
            .elevenLabs,
            .openAI,
            .server,
            #"{"type":"agent_response","x":1,"agent_response_event":{"agent_response":"a","y":2}}"#,
            ["x", "agent_response_event.y"]
        ),
        Row(
            .elevenLabs,
            .openAI,
            .server,
            #"{"type":"agent_response_correction","x":1,"agent_response_correction_event":"#
                + #"{"original_agent_response":"ab","corrected_agent_response":"a","y":2}}"#,
            ["x", "agent_response_correction_event.y", "agent_response_correction_event.original_agent_response"]
        ),
        Row(
            .elevenLabs,
            .openAI,
            .server,
            #"{"type":"agent_chat_response_part","x":1,"text_response_part":{"text":"a","type":"delta","y":2}}"#,
            ["x", "text_response_part.y"]
        ),
        Row(
            .elevenLabs,
            .openAI,
            .server,
            #"{"type":"client_tool_call","x":1,"client_tool_call":{"tool_name":"f","tool_call_id":"c","y":2}}"#,
            ["x", "client_tool_call.y"]
        ),
        Row(
            .elevenLabs,
            .openAI,
            .server,
            #"{"type":"conversation_initiation_metadata","x":1,"conversation_initiation_metadata_event":{"y":2}}"#,
            ["conversation_initiation_metadata_event.y", "x"]
        ),
        Row(
            .openAI,
            .elevenLabs,
            .server,
            #"{"type":"session.created","session":{"audio":{"x":1,"input":{"turn_detection":null},"#
                + #""output":{"format":{"type":"audio/opus"},"voice":"marin"}}}}"#,
            [
                "session.audio.output.format", "session.audio.output.voice", "session.audio.input.turn_detection",
                "session.audio.x",
            ]
        ),
        Row(
            .gemini,
            .openAI,
            .server,
            #"{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":3,"trafficType":"x","#
                + #""promptTokensDetails":[{"modality":"TEXT","tokenCount":1},{"modality":"VIDEO","tokenCount":2}]}}"#,
            ["usageMetadata.trafficType", "usageMetadata.promptTokensDetails.1"]
        ),
        Row(
            .openAI,
            .gemini,
            .server,
            #"{"type":"response.done","x":1,"response":{"status":"completed","metadata":{"a":"b"},"output":[],"#
                + #""usage":{"y":1,"input_token_details":{"cached_tokens":1,"cached_tokens_details":{}},"#
                + #""output_token_details":{"reasoning_tokens":4,"z":1}}}}"#,
            [
                "x", "response.metadata", "response.usage.y",
                "response.usage.input_token_details.cached_tokens_details",
                "response.usage.output_token_details.z",
            ]
        ),
        Row(
            .openAI,
            .gemini,
            .server,
            #"{"type":"response.function_call_arguments.done","call_id":"c","name":"f","arguments":"{}","x":1}"#,
            ["x"]
        ),
        Row(.openAI, .gemini, .client, #"{"type":"input_audio_buffer.commit","x":1}"#, ["x"]),
        Row(
            .openAI,
            .gemini,
            .client,
            #"{"type":"session.update","x":1,"session":{"audio":{"input":{"transcription":{"model":"m"}}}}}"#,
            ["x", "session.audio.input.transcription.model"]
        ),
    ]

    @Test("every member that the translation does not read is reported", arguments: rows)
    func reports(_ row: Row) throws {
        var translator = try #require(EventTranslator(from: row.source, to: row.target))
        let translation = translator.translate(try event(row.text, row.direction, row.source))
        #expect(!translation.events.isEmpty)
        #expect(translation.remainder.map(\.path) == row.paths)
    }

    @Test("an interruption reports what stands beside its number")
    func interruption() throws {
        var translator = try #require(EventTranslator(from: .elevenLabs, to: .openAI))
        _ = translator.translate(
            try event(#"{"type":"audio","audio_event":{"audio_base_64":"QUJD","event_id":1}}"#, .server, .elevenLabs)
        )
        let text = #"{"type":"interruption","interruption_event":{"event_id":1,"y":2}}"#
        let translation = translator.translate(try event(text, .server, .elevenLabs))
        #expect(translation.remainder.map(\.path) == ["interruption_event.y"])
    }

    @Test("tokens of thoughts are counted in both vocabularies")
    func reasoningTokens() throws {
        var translator = try #require(EventTranslator(from: .openAI, to: .gemini))
        let text =
            #"{"type":"response.done","response":{"usage":{"output_token_details":{"reasoning_tokens":4}}}}"#
        let translation = translator.translate(try event(text))
        #expect(
            translation.events.map(\.text)
                == [#"{"serverContent":{"turnComplete":true},"usageMetadata":{"thoughtsTokenCount":4}}"#]
        )
    }
}
