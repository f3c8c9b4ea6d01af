// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("What an event is")
struct PredicateTests {
    /// An event, and which of the predicates hold of it.
    struct Row: CustomTestStringConvertible {
        let direction: EventDirection
        let text: String
        let predicates: Set<String>
        var vocabulary = Vocabulary.openAI

        var testDescription: String { text }
    }

    static let userItem = #""item":{"type":"message","role":"user"}"#
    static let toolItem = #""item":{"type":"function_call_output","call_id":"c"}"#

    static let rows: [Row] = [
        Row(
            direction: .client,
            text: #"{"type":"conversation.item.create",\#(userItem)}"#,
            predicates: ["item", "userInput"]
        ),
        Row(
            direction: .server,
            text: #"{"type":"conversation.item.created",\#(userItem)}"#,
            predicates: ["item", "userInput"],
            vocabulary: .beta
        ),
        Row(
            direction: .server,
            text: #"{"type":"conversation.item.added",\#(toolItem)}"#,
            predicates: ["item", "toolOutput"]
        ),
        Row(
            direction: .server,
            text: #"{"type":"conversation.item.done","item":{"role":"assistant"}}"#,
            predicates: ["item"]
        ),
        Row(direction: .server, text: #"{"type":"conversation.item.retrieved",\#(userItem)}"#, predicates: ["item"]),
        Row(direction: .server, text: #"{"type":"conversation.item.retrieved",\#(toolItem)}"#, predicates: ["item"]),
        Row(direction: .server, text: #"{"type":"response.output_item.added",\#(userItem)}"#, predicates: []),
        Row(
            direction: .server,
            text: #"{"type":"conversation.item.appended",\#(userItem)}"#,
            predicates: ["item", "userInput"],
            vocabulary: .clientLibrary
        ),
        Row(
            direction: .client,
            text: #"{"type":"message","role":"user","parts":[]}"#,
            predicates: ["item", "userInput"],
            vocabulary: .adk
        ),
        Row(
            direction: .client,
            text: #"{"type":"message","role":"model","parts":[]}"#,
            predicates: ["item"],
            vocabulary: .adk
        ),
        Row(
            direction: .server,
            text: #"{"type":"conversation.item.input_audio_transcription.completed"}"#,
            predicates: ["inputTranscript", "endsTranscription"]
        ),
        Row(
            direction: .server,
            text: #"{"type":"conversation.item.input_audio_transcription.failed"}"#,
            predicates: ["endsTranscription"]
        ),
        Row(
            direction: .server,
            text: #"{"type":"conversation.item.input_audio_transcription.delta"}"#,
            predicates: ["delta"]
        ),
        Row(
            direction: .server,
            text: #"{"type":"response.output_text.delta"}"#,
            predicates: ["delta", "output"]
        ),
        Row(
            direction: .server,
            text: #"{"type":"response.audio_transcript.delta"}"#,
            predicates: ["delta", "output"],
            vocabulary: .beta
        ),
        Row(direction: .server, text: #"{"type":"response.output_audio.delta"}"#, predicates: ["delta"]),
        Row(direction: .server, text: #"{"type":"response.output_text.done"}"#, predicates: []),
        Row(direction: .server, text: #"{"type":"response.function_call_arguments.delta"}"#, predicates: ["delta"]),
        Row(direction: .server, text: #"{"type":"response.mcp_call_arguments.delta"}"#, predicates: ["delta"]),
        Row(direction: .client, text: #"{"type":"response.create"}"#, predicates: ["starts"]),
        Row(direction: .server, text: #"{"type":"input_audio_buffer.committed"}"#, predicates: ["starts"]),
        Row(direction: .client, text: #"{"type":"input_audio_buffer.commit"}"#, predicates: []),
        Row(direction: .server, text: #"{"type":"response.created"}"#, predicates: []),
        Row(direction: .server, text: #"{"type":"response.done"}"#, predicates: ["ends", "endsTranscription"]),
        Row(
            direction: .client,
            text: #"{"type":"user_message","text":"hi"}"#,
            predicates: ["item", "userInput", "starts"],
            vocabulary: .elevenLabs
        ),
        Row(
            direction: .client,
            text: #"{"type":"client_tool_result","tool_call_id":"c","result":"r"}"#,
            predicates: ["item", "toolOutput"],
            vocabulary: .elevenLabs
        ),
        Row(
            direction: .server,
            text: #"{"type":"agent_response","agent_response_event":{"agent_response":"hi"}}"#,
            predicates: ["ends", "endsTranscription"],
            vocabulary: .elevenLabs
        ),
        Row(
            direction: .client,
            text: #"{"clientContent":{"turns":[{"role":"user"}],"turnComplete":true}}"#,
            predicates: ["item", "userInput", "starts"],
            vocabulary: .gemini
        ),
        Row(
            direction: .client,
            text: #"{"clientContent":{"turns":[{"role":"model"},{}]}}"#,
            predicates: ["item", "userInput"],
            vocabulary: .gemini
        ),
        Row(
            direction: .client,
            text: #"{"clientContent":{"turns":[{"role":"model"}]}}"#,
            predicates: ["item"],
            vocabulary: .gemini
        ),
        Row(
            direction: .client,
            text: #"{"realtimeInput":{"text":"hi"}}"#,
            predicates: ["item", "userInput", "starts"],
            vocabulary: .gemini
        ),
        Row(direction: .client, text: #"{"realtimeInput":{"video":{}}}"#, predicates: [], vocabulary: .gemini),
        Row(
            direction: .client,
            text: #"{"toolResponse":{"functionResponses":[]}}"#,
            predicates: ["item", "toolOutput"],
            vocabulary: .gemini
        ),
        Row(
            direction: .client,
            text: #"{"realtimeInput":{"audioStreamEnd":true}}"#,
            predicates: ["starts"],
            vocabulary: .gemini
        ),
        Row(
            direction: .server,
            text: #"{"serverContent":{"turnComplete":true}}"#,
            predicates: ["ends", "endsTranscription"],
            vocabulary: .gemini
        ),
    ]

    @Test("the predicates hold of exactly these events", arguments: rows)
    func predicates(_ row: Row) throws {
        let event = try event(row.text, row.direction, row.vocabulary)
        var found: Set<String> = []
        if event.isConversationItem { found.insert("item") }
        if event.isUserInput { found.insert("userInput") }
        if event.isToolOutput { found.insert("toolOutput") }
        if event.isInputTranscript { found.insert("inputTranscript") }
        if event.isDelta { found.insert("delta") }
        if event.shouldAccumulateOutput { found.insert("output") }
        if event.startsTurn { found.insert("starts") }
        if event.endsTurn() { found.insert("ends") }
        if event.endsTurn(inTranscriptionSession: true) { found.insert("endsTranscription") }
        #expect(found == row.predicates)
    }
}
