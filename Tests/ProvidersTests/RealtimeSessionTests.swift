// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Sessions")
struct RealtimeSessionTests {
    private func session(_ text: String, _ operation: Providers.Operation = .call, outer: String? = nil) throws
        -> RealtimeSession
    {
        try RealtimeSession(parsing: Array(text.utf8), for: operation, outerModel: outer)
    }

    private let nested = #"{"audio":{"input":{"transcription":{"model":"t"}}}}"#
    private let nestedBeta = #"{"input_audio_transcription":{"model":"t"}}"#

    @Test("the type says what a session is for, and any but transcription is a conversation")
    func statedShape() throws {
        #expect(try session(#"{"type":"transcription","model":"m"}"#).shape == .transcription)
        #expect(try session(#"{"type":"realtime"}"#).shape == .realtime)
        #expect(try session(#"{"type":"translation"}"#).shape == .realtime)
        #expect(
            try session(#"{"type":"realtime","audio":{"input":{"transcription":{"model":"t"}}}}"#).shape == .realtime
        )
    }

    @Test("without a type a session that names no other model than its transcription's is a transcription")
    func impliedShape() throws {
        #expect(try session("{}").shape == .realtime)
        #expect(try session(nested).shape == .transcription)
        #expect(try session(nestedBeta).shape == .transcription)
        #expect(try session(nested, outer: "m").shape == .realtime)
        #expect(try session(#"{"model":"m","input_audio_transcription":{"model":"t"}}"#).shape == .realtime)
    }

    @Test("the beta's session routes say it themselves")
    func shapeOfTheRoute() throws {
        #expect(try session(nestedBeta, .legacySession).shape == .realtime)
        #expect(try session("{}", .legacyTranscriptionSession).shape == .transcription)
        #expect(try session("{}", .legacyTranscriptionSession, outer: "m").shape == .transcription)
        #expect(try session(nestedBeta, .legacyCall).shape == .transcription)
    }

    @Test("the root's model counts before the outer one, and the transcription's for a transcription only")
    func namedModel() throws {
        #expect(try session("{}").namedModel == nil)
        #expect(try session(#"{"model":"m"}"#, outer: "o").namedModel == "m")
        #expect(try session(#"{"model":""}"#, outer: "o").namedModel == "o")
        #expect(try session(#"{"model":""}"#).namedModel == nil)
        #expect(try session("{}", outer: "o").namedModel == "o")
        #expect(try session(nested).namedModel == "t")
        #expect(try session(nestedBeta).namedModel == "t")
        #expect(try session(nestedBeta, .legacySession).namedModel == nil)
        #expect(
            try session(#"{"type":"realtime","audio":{"input":{"transcription":{"model":"t"}}}}"#).namedModel == nil
        )
    }

    @Test(
        "null stands for an absent object or transcription model",
        arguments: [
            #"{"audio":null}"#, #"{"audio":{"input":null}}"#, #"{"audio":{"input":{"transcription":null}}}"#,
            #"{"audio":{"input":{"transcription":{"model":null}}}}"#, #"{"input_audio_transcription":null}"#,
        ]
    )
    func null(_ text: String) throws {
        let parsed = try session(text)
        #expect(parsed.shape == .realtime)
        #expect(parsed.normalized(model: nil, addingType: false) { $0 } == Array(text.utf8))
    }

    @Test(
        "members that the relay must understand have one value of one type",
        arguments: [
            (#"{"model":1}"#, SessionError.wrongType(member: "session.model", expected: "a string")),
            (#"{"model":null}"#, .wrongType(member: "session.model", expected: "a string")),
            (#"{"type":["realtime"]}"#, .wrongType(member: "session.type", expected: "a string")),
            (#"{"audio":[]}"#, .wrongType(member: "session.audio", expected: "an object")),
            (#"{"audio":{"input":"x"}}"#, .wrongType(member: "session.audio.input", expected: "an object")),
            (
                #"{"audio":{"input":{"transcription":1}}}"#,
                .wrongType(member: "session.audio.input.transcription", expected: "an object")
            ),
            (
                #"{"audio":{"input":{"transcription":{"model":{}}}}}"#,
                .wrongType(member: "session.audio.input.transcription.model", expected: "a string")
            ),
            (
                #"{"input_audio_transcription":true}"#,
                .wrongType(member: "session.input_audio_transcription", expected: "an object")
            ),
            (#"{"model":"a","model":"a"}"#, .duplicateMember("session.model")),
            (#"{"model":"a","mode\u006c":"b"}"#, .duplicateMember("session.model")),
            (#"{"audio":{},"audio":{}}"#, .duplicateMember("session.audio")),
            (
                #"{"audio":{"input":{"transcription":{"model":"a","model":"b"}}}}"#,
                .duplicateMember("session.audio.input.transcription.model")
            ),
            ("[]", .notAnObject), ("null", .notAnObject), ("\"{}\"", .notAnObject),
            ("", .notJSON(offset: 0, reason: "unexpected_end")),
            ("{\"a\":01}", .notJSON(offset: 5, reason: "invalid_number")),
        ]
    )
    func refusals(_ text: String, _ expected: SessionError) {
        #expect(throws: expected) { try session(text) }
    }

    @Test("a beta session is the whole body, so its members are named without more")
    func pathsInBodies() {
        for operation in [Providers.Operation.legacySession, .legacyTranscriptionSession] {
            #expect(throws: SessionError.wrongType(member: "model", expected: "a string")) {
                try session(#"{"model":1}"#, operation)
            }
            #expect(throws: SessionError.duplicateMember("input_audio_transcription")) {
                try session(#"{"input_audio_transcription":{},"input_audio_transcription":{}}"#, operation)
            }
        }
    }

    @Test("names of models are written with what JSON escapes")
    func escapedModels() throws {
        let normalized = try session(#"{"model":"p/a\"b","type":"realtime"}"#).normalized(model: "a\"b") { $0 }
        #expect(String(decoding: normalized, as: UTF8.self) == #"{"model":"a\"b","type":"realtime"}"#)
        #expect(
            String(decoding: RealtimeSession.minimal(model: "a\"b"), as: UTF8.self)
                == #"{"type":"realtime","model":"a\"b"}"#
        )
    }
}
