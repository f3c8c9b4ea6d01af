// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Beta routes")
struct LegacyRequestTests {
    private let beta = Exchanges.openAI(legacy: .beta)
    private let ga = Exchanges.openAI(legacy: .ga)
    private let betaSession = #"{"model":"openai/m","modalities":["audio","text"],"voice":"alloy"}"#

    // MARK: Calls

    @Test("a raw offer goes to the beta endpoint as it came")
    func rawToBeta() throws {
        let token = Exchanges.token
        #expect(try Exchanges.offerRequest(.legacyCall, model: "m", to: beta) == .raw("/v1/realtime?model=m"))
        #expect(
            try Exchanges.offerRequest(.legacyCall, model: "m", query: "dcid=1", credential: token, to: beta)
                == .raw("/v1/realtime?model=m&dcid=1", as: token)
        )
        #expect(
            try Exchanges.offerRequest(.legacyCall, credential: token, to: beta) == .raw("/v1/realtime", as: token)
        )
    }

    @Test("a form goes to the beta endpoint with its session in the old shape and its model in the query")
    func formToBeta() throws {
        #expect(
            try Exchanges.offerRequest(.legacyCall, session: betaSession, to: beta)
                == .form(
                    "/v1/realtime?model=m",
                    session: #"{"model":"m","modalities":["audio","text"],"voice":"alloy"}"#
                )
        )
        #expect(
            try Exchanges.offerRequest(.legacyCall, session: #"{"voice":"alloy"}"#, model: "m", to: beta)
                == .form("/v1/realtime?model=m", session: #"{"model":"m","voice":"alloy"}"#)
        )
    }

    @Test("a raw offer over the current API is like one from the current route")
    func rawToCurrent() throws {
        let token = Exchanges.token
        #expect(
            try Exchanges.offerRequest(.legacyCall, model: "m", to: ga)
                == .form("/v1/realtime/calls", session: #"{"type":"realtime","model":"m"}"#)
        )
        #expect(
            try Exchanges.offerRequest(.legacyCall, model: "m", credential: token, to: ga)
                == .raw("/v1/realtime/calls?model=m", as: token)
        )
    }

    @Test("a form over the current API has its session in the current shape")
    func formToCurrent() throws {
        #expect(
            try Exchanges.offerRequest(.legacyCall, session: betaSession, query: "dcid=2", to: ga)
                == .form(
                    "/v1/realtime/calls?dcid=2",
                    session: #"{"type":"realtime","model":"m","output_modalities":["audio"],"#
                        + #""audio":{"output":{"voice":"alloy"}}}"#
                )
        )
    }

    @Test("a session with a nested transcription and its model in the query is a conversation")
    func modelInTheQuery() throws {
        #expect(
            try Exchanges.offerRequest(
                .legacyCall,
                session: #"{"input_audio_transcription":{"model":"whisper-1"}}"#,
                model: "m",
                to: ga
            )
                == .form(
                    "/v1/realtime/calls",
                    session: #"{"type":"realtime","model":"m","#
                        + #""audio":{"input":{"transcription":{"model":"whisper-1"}}}}"#
                )
        )
    }

    @Test("the current route keeps the beta shape for the provider to judge")
    func currentRouteDoesNotRewrite() throws {
        #expect(
            try Exchanges.offerRequest(.call, session: #"{"model":"m","voice":"alloy"}"#, to: ga)
                == .form("/v1/realtime/calls", session: #"{"type":"realtime","model":"m","voice":"alloy"}"#)
        )
    }

    // MARK: Sessions

    @Test(
        "a session goes to its own beta endpoint with its names bare and no type",
        arguments: [
            (Operation.legacySession, "/v1/realtime/sessions", "{}", nil, "{}"),
            (
                .legacySession, "/v1/realtime/sessions", #"{"model":"openai/m","voice":"v"}"#, nil,
                #"{"model":"m","voice":"v"}"#
            ),
            (.legacySession, "/v1/realtime/sessions", "{}", "m", #"{"model":"m"}"#),
            (
                .legacySession, "/v1/realtime/sessions", #"{"input_audio_transcription":{"model":"whisper-1"}}"#, nil,
                #"{"input_audio_transcription":{"model":"whisper-1"}}"#
            ),
            (.legacyTranscriptionSession, "/v1/realtime/transcription_sessions", "{}", "m", "{}"),
            (
                .legacyTranscriptionSession, "/v1/realtime/transcription_sessions",
                #"{"input_audio_transcription":{"model":"openai/t"}}"#, nil,
                #"{"input_audio_transcription":{"model":"t"}}"#
            ),
        ] as [(Providers.Operation, String, String, String?, String)]
    )
    func sessionToBeta(
        _ operation: Providers.Operation,
        _ path: String,
        _ body: String,
        _ model: String?,
        _ expected: String
    )
        throws
    {
        #expect(try Exchanges.jsonRequest(operation, body: body, model: model, to: beta) == .json(path, expected))
    }

    @Test(
        "a session over the current API becomes a request for a client secret",
        arguments: [
            (Operation.legacySession, "{}", nil, #"{"session":{"type":"realtime"}}"#),
            (.legacySession, "{}", "m", #"{"session":{"type":"realtime","model":"m"}}"#),
            (
                .legacySession, #"{"model":"openai/m","voice":"v","temperature":0.8}"#, nil,
                #"{"session":{"type":"realtime","model":"m","audio":{"output":{"voice":"v"}}}}"#
            ),
            (
                .legacySession, #"{"input_audio_transcription":{"model":"whisper-1"}}"#, nil,
                #"{"session":{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"}}}}}"#
            ),
            (
                .legacySession,
                #"{"model":"m","client_secret":{"expires_after":{"anchor":"created_at","seconds":60}}}"#, nil,
                #"{"expires_after":{"anchor":"created_at","seconds":60},"session":{"type":"realtime","model":"m"}}"#
            ),
            (.legacyTranscriptionSession, "{}", nil, #"{"session":{"type":"transcription"}}"#),
            (
                .legacyTranscriptionSession,
                #"{"input_audio_format":"pcm16","input_audio_transcription":{"model":"openai/t","language":"de"},"#
                    + #""modalities":["text"]}"#,
                nil,
                #"{"session":{"type":"transcription","audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"#
                    + #""transcription":{"model":"t","language":"de"}}}}}"#
            ),
        ] as [(Providers.Operation, String, String?, String)]
    )
    func sessionToCurrent(_ operation: Providers.Operation, _ body: String, _ model: String?, _ expected: String) throws
    {
        #expect(
            try Exchanges.jsonRequest(operation, body: body, model: model, to: ga)
                == .json("/v1/realtime/client_secrets", expected)
        )
    }

    // MARK: Defaults

    @Test("OpenAI's beta is carried over the current API, compatible servers have their own")
    func defaults() {
        #expect(Exchanges.openAI().legacyMode == .ga)
        let local = ConfiguredProvider(name: "l", provider: CompatibleProvider(), baseURL: "http://l", keys: [])
        #expect(local.legacyMode == .beta)
    }
}
