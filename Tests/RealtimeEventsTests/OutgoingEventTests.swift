// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("Building events")
struct OutgoingEventTests {
    static let clientEvents: [(bytes: [UInt8], expected: String)] = [
        (
            OutgoingEvent.userText("Say \"hi\""),
            #"{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","#
                + #""text":"Say \"hi\""}]}}"#
        ),
        (
            OutgoingEvent.userText("x", itemID: "i", eventID: "e"),
            #"{"type":"conversation.item.create","event_id":"e","item":{"id":"i","type":"message","role":"user","#
                + #""content":[{"type":"input_text","text":"x"}]}}"#
        ),
        (
            OutgoingEvent.toolOutput(#"{"a":1}"#, callID: "c"),
            #"{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"c","#
                + #""output":"{\"a\":1}"}}"#
        ),
        (
            OutgoingEvent.sessionUpdate(Array(#"{"type":"realtime"}"#.utf8)),
            #"{"type":"session.update","session":{"type":"realtime"}}"#
        ),
        (OutgoingEvent.audioAppend([0, 0, 255]), #"{"type":"input_audio_buffer.append","audio":"AAD/"}"#),
        (OutgoingEvent.responseCreate(), #"{"type":"response.create"}"#),
        (
            OutgoingEvent.responseCreate(Array(#"{"conversation":"none"}"#.utf8), eventID: "e"),
            #"{"type":"response.create","event_id":"e","response":{"conversation":"none"}}"#
        ),
        (OutgoingEvent.responseCancel(), #"{"type":"response.cancel"}"#),
        (OutgoingEvent.responseCancel(responseID: "r"), #"{"type":"response.cancel","response_id":"r"}"#),
    ]

    @Test("events of the client are what the vocabulary asks for", arguments: clientEvents)
    func buildsClientEvents(_ bytes: [UInt8], _ expected: String) throws {
        #expect(bytes.text == expected)
        #expect(try event(bytes.text, .client).findings().isEmpty)
    }

    @Test("an error names the client's event")
    func errors() throws {
        let report = ErrorReport(type: "invalid_request_error", code: "c", message: "m", clientEventID: "e1")
        let text = OutgoingEvent.error(report, eventID: "e2").text
        #expect(
            text
                == #"{"type":"error","event_id":"e2","error":{"type":"invalid_request_error","code":"c","message":"m","#
                + #""param":null,"event_id":"e1"}}"#
        )
        let built = try event(text)
        #expect(built.findings().isEmpty)
        #expect(built.error?.clientEventID == "e1")
    }

    @Test("a finding becomes an error about the event it was found in")
    func findings() throws {
        let wrong = try event(#"{"type":"input_audio_buffer.append","event_id":"e1"}"#, .client)
        let finding = try #require(wrong.findings().first)
        let report = ErrorReport(finding, in: wrong)
        #expect(report.code == "missing_field")
        #expect(report.param == "audio")
        #expect(report.message == "audio is required")
        #expect(report.clientEventID == "e1")
        #expect(try ErrorReport(#require(event("[]").findings().first), in: event("[]")).param == nil)
    }
}
