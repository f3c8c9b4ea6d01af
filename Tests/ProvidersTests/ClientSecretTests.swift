// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Client secrets")
struct ClientSecretTests {
    @Test(
        "the model ends up inside the session, and all else stays",
        arguments: [
            ("", nil, "{}"), ("{}", nil, "{}"),
            (#"{"expires_after":{"seconds":60}}"#, nil, #"{"expires_after":{"seconds":60}}"#),
            ("", "m", #"{"session":{"type":"realtime","model":"m"}}"#),
            (#"{"model":"openai/m"}"#, nil, #"{"session":{"type":"realtime","model":"m"}}"#),
            (#"{"model":"m","session":null}"#, nil, #"{"session":{"type":"realtime","model":"m"}}"#),
            (#"{"session":null,"a":1}"#, "m", #"{"a":1,"session":{"type":"realtime","model":"m"}}"#),
            (
                #"{ "expires_after" : 1.0, "session" : {"model":"openai/m", "voice":"v"} }"#, nil,
                #"{ "expires_after" : 1.0, "session" : {"type":"realtime","model":"m", "voice":"v"} }"#
            ),
            (
                #"{"session":{"voice":"v"},"model":"outer","expires_after":{}}"#, nil,
                #"{"expires_after":{},"session":{"type":"realtime","model":"outer","voice":"v"}}"#
            ),
            (
                #"{"session":{"model":"inner"},"model":"outer"}"#, "query",
                #"{"session":{"type":"realtime","model":"inner"}}"#
            ),
            (#"{"model":"outer"}"#, "query", #"{"session":{"type":"realtime","model":"outer"}}"#),
            (
                #"{"session":{"audio":{"input":{"transcription":{"model":"openai/t"}}}}}"#, nil,
                #"{"session":{"type":"transcription","audio":{"input":{"transcription":{"model":"t"}}}}}"#
            ),
            (
                #"{"session":{"type":"realtime","audio":{"input":{"transcription":{"model":"t"}}}}}"#, nil,
                #"{"session":{"type":"realtime","audio":{"input":{"transcription":{"model":"t"}}}}}"#
            ),
            (
                #"{"session":{"audio":{"input":{"transcription":{"model":"t"}}}}}"#, "m",
                #"{"session":{"type":"realtime","model":"m","audio":{"input":{"transcription":{"model":"t"}}}}}"#
            ),
        ] as [(String, String?, String)]
    )
    func bodies(_ body: String, _ model: String?, _ expected: String) throws {
        #expect(
            try Exchanges.jsonRequest(.clientSecret, body: body, model: model)
                == .json("/v1/realtime/client_secrets", expected)
        )
    }

    @Test(
        "a body that the relay cannot understand is refused by its path",
        arguments: [
            ("[]", SessionError.notAnObject), ("x", .notJSON(offset: 0, reason: "unexpected_byte")),
            (#"{"model":1}"#, .wrongType(member: "model", expected: "a string")),
            (#"{"session":[]}"#, .wrongType(member: "session", expected: "an object")),
            (#"{"session":{"model":1}}"#, .wrongType(member: "session.model", expected: "a string")),
            (#"{"session":{},"session":{}}"#, .duplicateMember("session")),
            (#"{"model":"a","\u006dodel":"b"}"#, .duplicateMember("model")),
            (#"{"session":{"type":"a","type":"b"}}"#, .duplicateMember("session.type")),
        ]
    )
    func refusals(_ body: String, _ expected: SessionError) {
        #expect(throws: expected) { try ClientSecretBody(parsing: Array(body.utf8)) }
    }
}
