// SPDX-License-Identifier: MIT

import JSONText
import Testing

@testable import Providers

@Suite("What a caller sets by the session of an offer")
struct SetByCallerTests {
    private func fields(
        _ session: String,
        _ operation: Operation = .call,
        model: String? = nil,
        to provider: ConfiguredProvider = Exchanges.openAI()
    ) throws -> String {
        let session = try RealtimeSession(parsing: Array(session.utf8), for: operation, outerModel: model)
        return String(decoding: try session.setByCaller(operation, to: provider).bytes, as: UTF8.self)
    }

    @Test(
        "it is the session, without the model that the call is routed by",
        arguments: [
            (#"{"type":"realtime","model":"m","instructions":"x"}"#, #"{"type":"realtime","instructions":"x"}"#),
            (#"{"model":"m"}"#, "{}"), (#"{ "tools": [] }"#, #"{ "tools": [] }"#), ("{}", "{}"),
            (#"{"m\u006fdel":"m","Model":"n","audio":{"model":"o"}}"#, #"{"Model":"n","audio":{"model":"o"}}"#),
            (#"{"instructions":"x","instructions":"y"}"#, #"{"instructions":"x","instructions":"y"}"#),
        ]
    )
    func current(session: String, fields: String) throws {
        #expect(try self.fields(session) == fields)
        #expect(try self.fields(session, .translationCall) == fields)
    }

    @Test("one of the beta has the names that the provider gets, and no type that the relay adds")
    func beta() throws {
        let flat = #"{"model":"m","voice":"ash","instructions":"x"}"#
        #expect(try fields(flat, .legacyCall) == #"{"instructions":"x","audio":{"output":{"voice":"ash"}}}"#)
        #expect(
            try fields(#"{"type":"realtime","voice":"ash"}"#, .legacyCall)
                == #"{"type":"realtime","audio":{"output":{"voice":"ash"}}}"#
        )
        let transcription = try fields(#"{"input_audio_transcription":{"model":"w"}}"#, .legacyCall)
        #expect(transcription == #"{"audio":{"input":{"transcription":{"model":"w"}}}}"#)
    }

    @Test("a provider of the beta gets it as it came")
    func betaUpstream() throws {
        let flat = #"{"voice":"ash","model":"m"}"#
        #expect(try fields(flat, .legacyCall, to: Exchanges.openAI(legacy: .beta)) == #"{"voice":"ash"}"#)
    }

    @Test(
        "nothing that goes up is missing",
        arguments: [Operation.call, .legacyCall],
        [
            #"{"voice":"ash","instructions":"x","tools":[],"prompt":{"id":"p"},"unknown":1}"#,
            #"{"audio":{"output":{"voice":"ash"}},"Instructions":"x","input_audio_format":"pcm16"}"#,
        ]
    )
    func complete(operation: Operation, text: String) throws {
        let sent = try Exchanges.offerRequest(operation, session: text, model: "m")
        let fields = try fields(text, operation, model: "m").dropFirst()
        #expect(sent.body == Exchanges.form(session: #"{"type":"realtime","model":"m","# + fields))
    }

    @Test("the type is what the caller says, else what the relay makes of it")
    func types() throws {
        let type = { (text: String, operation: Operation) in
            try RealtimeSession(parsing: Array(text.utf8), for: operation).typeName
        }
        #expect(try type("{}", .call) == "realtime")
        #expect(try type(#"{"type":"transcription"}"#, .call) == "transcription")
        #expect(try type(#"{"type":"new"}"#, .call) == "new")
        #expect(try type(#"{"audio":{"input":{"transcription":{"model":"w"}}}}"#, .call) == "transcription")
        #expect(try type("{}", .translationCall) == nil)
    }
}
