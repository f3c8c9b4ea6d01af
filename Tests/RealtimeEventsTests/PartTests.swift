// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents
internal import Testing

@Suite("The parts of an event")
struct PartTests {
    @Test("a session is read in both shapes", arguments: [Vocabulary.openAI, .beta])
    func session(_ vocabulary: Vocabulary) throws {
        let flat = #"""
            {"type":"session.created","session":{"id":"s","model":"m","modalities":["text","audio"],"voice":"v",
            "instructions":"i","temperature":0.8,"max_response_output_tokens":"inf","turn_detection":null,
            "input_audio_format":"pcm16","output_audio_format":"g711_ulaw","tools":[],"tracing":"auto"}}
            """#
        let nested = #"""
            {"type":"session.created","session":{"type":"realtime","id":"s","model":"m","tracing":"auto","tools":[],
            "output_modalities":["text","audio"],"instructions":"i","max_output_tokens":"inf","temperature":0.8,
            "audio":{"input":{"format":"pcm16","turn_detection":null},
            "output":{"format":"g711_ulaw","voice":"v"}}}}
            """#
        let session = try #require(event(vocabulary == .beta ? flat : nested, .server, vocabulary).session)
        let document = session.object.document
        #expect(session.id == "s")
        #expect(session.type == (vocabulary == .beta ? nil : "realtime"))
        #expect(!session.isTranscription)
        #expect(session.model == "m")
        #expect(session.modalities == ["text", "audio"])
        #expect(session.instructions == "i")
        #expect(session.voice == "v")
        #expect(session.temperature == 0.8)
        #expect(document.text(session.maxOutputTokens) == #""inf""#)
        #expect(session.turnDetection?.kind == .null)
        #expect(session.inputTranscription == nil)
        #expect(document.text(session.inputAudioFormat) == #""pcm16""#)
        #expect(document.text(session.outputAudioFormat) == #""g711_ulaw""#)
        #expect(document.text(session.tools) == "[]")
        #expect(session.extra.map { document.text($0.name) } == [#""tracing""#])
    }

    @Test("an item has its members, its text and what else there is")
    func item() throws {
        let item = try #require(
            try event(
                #"""
                {"type":"conversation.item.done","item":{"id":"i","object":"realtime.item","type":"message",
                "role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello, "},
                {"type":"output_audio","transcript":"you"},{"type":"output_audio","transcript":null}]}}
                """#
            ).item
        )
        #expect(item.id == "i")
        #expect(item.type == "message")
        #expect(item.role == "assistant")
        #expect(item.status == "completed")
        #expect(item.content.map { $0.string("type") } == ["output_text", "output_audio", "output_audio"])
        #expect(item.text == "Hello, you")
        #expect(item.extra.map { item.object.document.text($0.value) } == [#""realtime.item""#])
        #expect(item.name == nil)
    }

    @Test("a function call and its output are items")
    func functionItems() throws {
        let call = try #require(
            try event(
                #"{"item":{"type":"function_call","name":"f","call_id":"c","arguments":"{}","output":"o","content":[]}}"#
            ).item
        )
        #expect(call.name == "f")
        #expect(call.callID == "c")
        #expect(call.arguments == "{}")
        #expect(call.output == "o")
        #expect(call.text == nil)
        #expect(call.extra.isEmpty)
    }

    @Test("a response has its output, usage and what it failed with")
    func response() throws {
        let response = try #require(
            try event(
                #"""
                {"type":"response.done","response":{"object":"realtime.response","id":"r","status":"failed",
                "status_details":{"type":"failed","error":{"type":"server_error","code":"c"}},"conversation_id":"v",
                "output":[{"id":"i1"},{"id":"i2"}],"usage":{"total_tokens":3}}}
                """#
            ).response
        )
        #expect(response.id == "r")
        #expect(response.status == "failed")
        #expect(response.statusDetails?.string("type") == "failed")
        #expect(response.error?.type == "server_error")
        #expect(response.error?.code == "c")
        #expect(response.conversationID == "v")
        #expect(response.output.map(\.id) == ["i1", "i2"])
        #expect(response.usage?.integer("total_tokens") == 3)
        #expect(response.extra.count == 1)
    }

    @Test("an error names the client's event")
    func error() throws {
        let error = try #require(
            try event(
                #"{"type":"error","error":{"type":"t","code":null,"message":"m","param":"p","event_id":"e","x":1}}"#
            ).error
        )
        #expect(error.type == "t")
        #expect(error.code == nil)
        #expect(error.message == "m")
        #expect(error.param == "p")
        #expect(error.clientEventID == "e")
        #expect(error.extra.count == 1)
    }

    @Test(
        "a delta is what its event says it is",
        arguments: [
            ("response.output_text.delta", "text"), ("response.output_audio_transcript.delta", "transcript"),
            ("conversation.item.input_audio_transcription.delta", "transcript"),
            ("response.function_call_arguments.delta", "arguments"), ("response.mcp_call_arguments.delta", "arguments"),
            ("response.output_audio.delta", "audio"), ("an.unknown.delta", "none"),
        ]
    )
    func delta(_ name: String, _ kind: String) throws {
        let delta = try #require(
            try event(#"{"type":"\#(name)","delta":"QUJD","item_id":"i","response_id":"r","content_index":3}"#).delta
        )
        #expect(delta.text == (kind == "text" ? "QUJD" : nil))
        #expect(delta.transcript == (kind == "transcript" ? "QUJD" : nil))
        #expect(delta.arguments == (kind == "arguments" ? "QUJD" : nil))
        #expect(delta.audio?.base64.text == (kind == "audio" ? "QUJD" : nil))
        #expect(delta.itemID == "i")
        #expect(delta.responseID == "r")
        #expect(delta.contentIndex == 3)
        #expect(delta.outputIndex == nil)
    }

    @Test("a delta of the openai-realtime-api library is an object")
    func objectDelta() throws {
        let delta = try #require(
            try event(
                #"{"type":"conversation.updated","delta":{"text":"a","transcript":"b","arguments":"c","audio":"QUJD"}}"#,
                .server,
                .clientLibrary
            ).delta
        )
        #expect(delta.text == "a")
        #expect(delta.transcript == "b")
        #expect(delta.arguments == "c")
        #expect(delta.audio?.base64.text == "QUJD")
    }

    @Test("other events have no parts")
    func noParts() throws {
        let event = try event(#"{"type":"input_audio_buffer.cleared","item":null,"error":"x"}"#)
        #expect(event.session == nil)
        #expect(event.item == nil)
        #expect(event.response == nil)
        #expect(event.error == nil)
        #expect(event.delta == nil)
    }
}
