// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents
internal import Testing

@Suite("The view of an event")
struct RealtimeEventTests {
    @Test("the bytes are those that came")
    func keepsBytes() throws {
        let text = " {\"type\" : \"response.created\",\"x\":1.50,\"response\":{ }}\n"
        #expect(try event(text).bytes == Array(text.utf8))
    }

    @Test(
        "the type is the canonical one",
        arguments: [
            (Vocabulary.openAI, EventDirection.server, "response.output_text.delta", EventType.responseOutputTextDelta),
            (.beta, .server, "response.text.delta", .responseOutputTextDelta),
            (.beta, .server, "response.audio_transcript.done", .responseOutputAudioTranscriptDone),
            (.beta, .client, "transcription_session.update", .sessionUpdate),
            (.live, .server, "session.output_audio.delta", .responseOutputAudioDelta),
            (.translation, .client, "session.input_audio_buffer.append", .inputAudioBufferAppend),
            (.elevenLabs, .server, "ping", .ping),
            // One API's names in the other's session.
            (.openAI, .server, "response.audio.delta", .responseOutputAudioDelta),
            (.beta, .server, "conversation.item.added", .conversationItemAdded),
            (.openAI, .client, "message", .message),
        ]
    )
    func types(_ vocabulary: Vocabulary, _ direction: EventDirection, _ name: String, _ type: EventType) throws {
        let event = try event(#"{"type":"\#(name)"}"#, direction, vocabulary)
        #expect(event.type == type)
        #expect(event.name == name)
    }

    @Test("an event that is unknown, or goes the other way, has its name and no type")
    func unknownTypes() throws {
        let unknown = try event(#"{"type":"response.hologram.delta","delta":"x"}"#)
        #expect(unknown.type == nil)
        #expect(unknown.name == "response.hologram.delta")
        #expect(unknown.definition == nil)
        #expect(unknown.string(.delta) == "x")
        #expect(try event(#"{"type":"response.create"}"#, .server).type == nil)
        #expect(try event(#"{"type":"response.hologram.delta"}"#, .server, .live).type == nil)
        #expect(try event(#"{"type":"response.text.delta"}"#, .server, .live).type == nil)
    }

    @Test("what is no object, or has no type, is an event all the same", arguments: ["[]", "1", "{}", #"{"type":1}"#])
    func shapeless(_ text: String) throws {
        let event = try event(text)
        #expect(event.type == nil)
        #expect(event.name == nil)
        #expect(event.bytes == Array(text.utf8))
    }

    @Test("a text that is no JSON, or too large, is refused")
    func refusals() {
        #expect(throws: JSONSyntaxError.self) { try event(#"{"type":"error""#) }
        let bytes = Array(#"{"type":"error"}"#.utf8)
        #expect(throws: Never.self) {
            try RealtimeEvent(parsing: bytes, vocabulary: .openAI, direction: .server, maximumSize: bytes.count)
        }
        let tooLarge = #expect(throws: JSONSyntaxError.self) {
            try RealtimeEvent(parsing: bytes, vocabulary: .openAI, direction: .server, maximumSize: bytes.count - 1)
        }
        #expect(tooLarge?.code == .tooLarge)
    }

    @Test("names and types may be written with escapes")
    func escapes() throws {
        #expect(try event(#"{"type":"\u0065rror"}"#).type == .error)
    }

    @Test("of members with one name the last counts")
    func repeatedMembers() throws {
        let event = try event(#"{"type":"error","item_id":"a","type":"response.done","item_id":"b"}"#)
        #expect(event.type == .responseDone)
        #expect(event.itemID == "b")
    }

    @Test("every field is found by its name", arguments: EventField.allCases)
    func fields(_ field: EventField) throws {
        let event = try event(#"{"a":1,"\#(field.memberName)":"value","z":[]}"#)
        #expect(event.string(field) == "value")
        #expect(event.raw(field)?.text == #""value""#)
        for other in EventField.allCases where other != field { #expect(event[other] == nil) }
        #expect(event.extra.count == 2)
    }

    @Test("values of every kind are told apart")
    func kinds() throws {
        let event = try event(
            #"{"item":{},"parts":[],"text":"t","output_index":-1,"delta":true,"audio":false,"usage":null}"#
        )
        let kinds = [EventField.item, .parts, .text, .outputIndex, .delta, .audio, .usage].map { event[$0]?.kind }
        #expect(kinds == [.object, .array, .string, .number, .true, .false, .null])
        #expect(event.outputIndex == -1)
        #expect(event.string(.usage) == nil)
    }

    @Test("ids and indexes come from the event or from the part in it")
    func identifiers() throws {
        let delta = try event(
            """
            {"type":"response.function_call_arguments.delta","event_id":"e","response_id":"r","item_id":"i",\
            "output_index":1,"content_index":2,"call_id":"c","delta":"{"}
            """
        )
        #expect(delta.eventID == "e")
        #expect(delta.responseID == "r")
        #expect(delta.itemID == "i")
        #expect(delta.callID == "c")
        #expect(delta.outputIndex == 1)
        #expect(delta.contentIndex == 2)
        #expect(try event(#"{"type":"response.done","response":{"id":"r2"}}"#).responseID == "r2")
        let item = try event(#"{"type":"conversation.item.added","item":{"id":"i2","call_id":"c2"}}"#)
        #expect(item.itemID == "i2")
        #expect(item.callID == "c2")
    }

    @Test("members that are no fields are there as they came")
    func extra() throws {
        let event = try event(#"{"type":"x","languages": [ 1 ],"obfuscation":"\u0061"}"#)
        #expect(event.extra.map { event.document.text($0.value) } == ["[ 1 ]", #""\u0061""#])
    }
}
