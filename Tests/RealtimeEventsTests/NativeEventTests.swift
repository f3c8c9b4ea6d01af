// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("Events of providers with names of their own")
struct NativeEventTests {
    /// A text, and what the view makes of it.
    struct Row: CustomTestStringConvertible {
        let vocabulary: Vocabulary
        let direction: EventDirection
        let text: String
        let name: String
        let type: EventType?
        let field: EventField?
        let value: String?

        init(
            _ vocabulary: Vocabulary,
            _ direction: EventDirection,
            _ text: String,
            _ name: String,
            _ type: EventType?,
            _ field: EventField? = nil,
            _ value: String? = nil
        ) {
            (self.vocabulary, self.direction, self.text) = (vocabulary, direction, text)
            (self.name, self.type, self.field, self.value) = (name, type, field, value)
        }

        var testDescription: String { text }
    }

    static let rows: [Row] = [
        Row(
            .elevenLabs,
            .server,
            #"{"audio_event":{"audio_base_64":"QUJD","event_id":7},"type":"audio"}"#,
            "audio",
            .responseOutputAudioDelta,
            .delta,
            #""QUJD""#
        ),
        Row(
            .elevenLabs,
            .server,
            #"{"type":"user_transcript","user_transcription_event":{"user_transcript":"hi"}}"#,
            "user_transcript",
            .conversationItemInputAudioTranscriptionCompleted,
            .transcript,
            #""hi""#
        ),
        Row(
            .elevenLabs,
            .server,
            #"{"type":"agent_response","agent_response_event":{"agent_response":"yes"}}"#,
            "agent_response",
            .responseDone,
            .text,
            #""yes""#
        ),
        Row(
            .elevenLabs,
            .server,
            #"{"type":"agent_response_correction","agent_response_correction_event":{"corrected_agent_response":"y"}}"#,
            "agent_response_correction",
            .responseOutputTextDone,
            .text,
            #""y""#
        ),
        Row(
            .elevenLabs,
            .server,
            #"{"type":"agent_chat_response_part","text_response_part":{"text":"y"}}"#,
            "agent_chat_response_part",
            .responseOutputTextDelta,
            .delta,
            #""y""#
        ),
        Row(
            .elevenLabs,
            .server,
            #"{"type":"client_tool_call","client_tool_call":{"tool_call_id":"c"}}"#,
            "client_tool_call",
            .responseFunctionCallArgumentsDone,
            .callID,
            #""c""#
        ),
        Row(
            .elevenLabs,
            .server,
            #"{"type":"client_tool_call","client_tool_call":{"tool_name":"f"}}"#,
            "client_tool_call",
            .responseFunctionCallArgumentsDone,
            .name,
            #""f""#
        ),
        Row(
            .elevenLabs,
            .server,
            #"{"type":"client_tool_call","client_tool_call":{"parameters":{"a":1}}}"#,
            "client_tool_call",
            .responseFunctionCallArgumentsDone,
            .arguments,
            #"{"a":1}"#
        ),
        Row(
            .elevenLabs,
            .server,
            #"{"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":{}}"#,
            "conversation_initiation_metadata",
            .sessionCreated,
            .session,
            "{}"
        ),
        Row(
            .elevenLabs,
            .client,
            #"{"user_audio_chunk":"QUJD"}"#,
            "user_audio_chunk",
            .inputAudioBufferAppend,
            .audio,
            #""QUJD""#
        ),
        Row(
            .elevenLabs,
            .client,
            #"{"type":"client_tool_result","tool_call_id":"c"}"#,
            "client_tool_result",
            .conversationItemCreate,
            .callID,
            #""c""#
        ),
        Row(.elevenLabs, .client, #"{"type":"pong","event_id":3}"#, "pong", .pong, .eventID, "3"),
        Row(.gemini, .server, #"{"setupComplete":{}}"#, "setupComplete", .sessionCreated),
        Row(
            .gemini,
            .server,
            #"{"usageMetadata":{"a":1},"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"QQ=="}}]}}}"#,
            "serverContent",
            .responseOutputAudioDelta,
            .delta,
            #""QQ==""#
        ),
        Row(
            .gemini,
            .server,
            #"{"serverContent":{"modelTurn":{"parts":[{"text":"hi"}]}}}"#,
            "serverContent",
            .responseOutputTextDelta,
            .delta,
            #""hi""#
        ),
        Row(
            .gemini,
            .server,
            #"{"serverContent":{"turnComplete":true},"usageMetadata":{"a":1}}"#,
            "serverContent",
            .responseDone,
            .usage,
            #"{"a":1}"#
        ),
        Row(
            .gemini,
            .server,
            #"{"serverContent":{"interrupted":true}}"#,
            "serverContent",
            .outputAudioBufferCleared
        ),
        Row(
            .gemini,
            .server,
            #"{"serverContent":{"inputTranscription":{"text":"a"}}}"#,
            "serverContent",
            .conversationItemInputAudioTranscriptionDelta,
            .delta,
            #""a""#
        ),
        Row(
            .gemini,
            .server,
            #"{"serverContent":{"inputTranscription":{"text":"a","finished":true}}}"#,
            "serverContent",
            .conversationItemInputAudioTranscriptionCompleted,
            .transcript,
            #""a""#
        ),
        Row(
            .gemini,
            .server,
            #"{"serverContent":{"outputTranscription":{"text":"b"}}}"#,
            "serverContent",
            .responseOutputAudioTranscriptDelta,
            .delta,
            #""b""#
        ),
        Row(.gemini, .server, #"{"serverContent":{"generationComplete":true}}"#, "serverContent", nil),
        Row(
            .gemini,
            .server,
            #"{"toolCall":{"functionCalls":[{"id":"c","name":"f","args":{}},{"id":"d"}]}}"#,
            "toolCall",
            .responseFunctionCallArgumentsDone,
            .callID,
            #""c""#
        ),
        Row(.gemini, .server, #"{"goAway":{"timeLeft":"5s"}}"#, "goAway", .goAway),
        Row(.gemini, .server, #"{"usageMetadata":{}}"#, "usageMetadata", .usageMetadata, .usage, "{}"),
        Row(
            .gemini,
            .client,
            #"{"setup":{"model":"models/g"}}"#,
            "setup",
            .sessionUpdate,
            .session,
            #"{"model":"models/g"}"#
        ),
        Row(
            .gemini,
            .client,
            #"{"realtimeInput":{"audio":{"data":"QQ=="}}}"#,
            "realtimeInput",
            .inputAudioBufferAppend,
            .audio,
            #""QQ==""#
        ),
        Row(.gemini, .client, #"{"realtimeInput":{"activityEnd":{}}}"#, "realtimeInput", .inputAudioBufferCommit),
    ]

    @Test("the view finds name, type and fields where the provider has them", arguments: rows)
    func fields(_ row: Row) throws {
        let event = try event(row.text, row.direction, row.vocabulary)
        #expect(event.name == row.name)
        #expect(event.type == row.type)
        if let field = row.field { #expect(event.raw(field)?.text == row.value) }
    }

    @Test("a message without a member that is known has no name")
    func unknown() throws {
        #expect(try event(#"{"somethingNew":{}}"#, .server, .gemini).name == nil)
        #expect(try event(#"{"something_new":{}}"#, .client, .elevenLabs).name == nil)
    }

    @Test("a session of ElevenLabs is named by its conversation")
    func sessionID() throws {
        let text =
            #"{"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":"#
            + #"{"conversation_id":"conv_1"}}"#
        #expect(try event(text, .server, .elevenLabs).session?.id == "conv_1")
    }
}
