// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Offers over the current API")
struct OfferRequestTests {
    private let calls = "/v1/realtime/calls"

    @Test("a form is these bytes")
    func exactBytes() throws {
        let sent = try Exchanges.offerRequest(
            session: #"{"type":"realtime","model":"gpt-realtime"}"#,
            offer: "v=0\r\n"
        )
        #expect(
            sent.body
                == [
                    "--BOUNDARY", "Content-Disposition: form-data; name=\"sdp\"", "Content-Type: application/sdp", "",
                    "v=0", "", "--BOUNDARY", "Content-Disposition: form-data; name=\"session\"",
                    "Content-Type: application/json", "", #"{"type":"realtime","model":"gpt-realtime"}"#,
                    "--BOUNDARY--", "",
                ].joined(separator: "\r\n")
        )
        #expect(sent.url == "https://api.example/v1/realtime/calls")
        #expect(
            sent.fields == [
                "Authorization: Bearer sk-relay", "Content-Type: multipart/form-data; boundary=BOUNDARY",
                "Accept: application/sdp",
            ]
        )
    }

    @Test(
        "a session keeps every byte that need not change",
        arguments: [
            #"{"type":"realtime","model":"m"}"#, "{ \"model\" : \"m\" ,\n \"type\":\"realtime\", \"x\": [1.0, {}] }\n",
            #"{"type":"realtime","\u006dodel":"\u006d"}"#, #"{"type":"translation","model":"m"}"#,
        ]
    )
    func untouchedSession(_ session: String) throws {
        #expect(try Exchanges.offerRequest(session: session) == .form(calls, session: session))
    }

    @Test(
        "a session gets the type and the bare model that it lacks",
        arguments: [
            (#"{"model":"m"}"#, nil, #"{"type":"realtime","model":"m"}"#),
            (#"{}"#, "m", #"{"type":"realtime","model":"m"}"#),
            (#"{"type":"realtime"}"#, "m", #"{"model":"m","type":"realtime"}"#),
            (#"{"model":"openai/m","voice":"v"}"#, nil, #"{"type":"realtime","model":"m","voice":"v"}"#),
            (#"{"model":"org/m"}"#, nil, #"{"type":"realtime","model":"org/m"}"#),
            (#"{"model":"inner"}"#, "outer", #"{"type":"realtime","model":"inner"}"#),
            (#"{"model":""}"#, "m", #"{"type":"realtime","model":"m"}"#),
            (
                #"{"model":"m","audio":{"input":{"transcription":{"model":"openai/t"}}}}"#, nil,
                #"{"type":"realtime","model":"m","audio":{"input":{"transcription":{"model":"t"}}}}"#
            ),
        ] as [(String, String?, String)]
    )
    func completedSession(_ session: String, _ model: String?, _ expected: String) throws {
        #expect(try Exchanges.offerRequest(session: session, model: model) == .form(calls, session: expected))
    }

    @Test(
        "a transcription has its model in its transcription only",
        arguments: [
            (
                #"{"audio":{"input":{"transcription":{"model":"openai/t"}}}}"#,
                #"{"type":"transcription","audio":{"input":{"transcription":{"model":"t"}}}}"#
            ),
            (
                #"{"type":"transcription","audio":{"input":{"transcription":{"model":"t"}}}}"#,
                #"{"type":"transcription","audio":{"input":{"transcription":{"model":"t"}}}}"#
            ),
            (
                #"{"type":"transcription","model":"openai/t"}"#, #"{"type":"transcription","model":"t"}"#
            ),
            (#"{"type":"transcription"}"#, #"{"type":"transcription"}"#),
        ]
    )
    func transcription(_ session: String, _ expected: String) throws {
        #expect(try Exchanges.offerRequest(session: session) == .form(calls, session: expected))
    }

    @Test("a raw offer with the relay's key goes up with the smallest session")
    func rawWithRelayKey() throws {
        let expected = Sent.form(calls, session: #"{"type":"realtime","model":"m \"x\""}"#)
        #expect(try Exchanges.offerRequest(model: "m \"x\"") == expected)
    }

    @Test("a raw offer without any credential does too, and has no authorization")
    func rawWithoutCredential() throws {
        let expected = Sent.form(calls, session: #"{"type":"realtime","model":"m"}"#, as: .none)
        #expect(try Exchanges.offerRequest(model: "m", credential: .none) == expected)
        #expect(!expected.fields.contains { $0.hasPrefix("Authorization") })
    }

    @Test("a raw offer with the caller's token stays raw")
    func rawWithToken() throws {
        let token = Exchanges.token
        #expect(try Exchanges.offerRequest(credential: token) == .raw(calls, as: token))
        #expect(try Exchanges.offerRequest(model: "m", credential: token) == .raw(calls + "?model=m", as: token))
        #expect(
            try Exchanges.offerRequest(session: "{}", credential: token)
                == .form(calls, session: #"{"type":"realtime"}"#, as: token)
        )
    }

    @Test("a provider that wants raw offers gets them, except with a session")
    func rawProvider() throws {
        let provider = Exchanges.openAI(handshake: .raw)
        #expect(try Exchanges.offerRequest(model: "m", to: provider) == .raw(calls + "?model=m"))
        #expect(
            try Exchanges.offerRequest(session: #"{"type":"realtime","model":"m"}"#, to: provider)
                == .form(calls, session: #"{"type":"realtime","model":"m"}"#)
        )
    }

    @Test("passed parameters stand in the query with and without a model")
    func passedParameters() throws {
        let token = Exchanges.token
        #expect(
            try Exchanges.offerRequest(model: "m", query: "dcid=4")
                == .form(calls + "?dcid=4", session: #"{"type":"realtime","model":"m"}"#)
        )
        #expect(try Exchanges.offerRequest(query: "dcid=4", credential: token) == .raw(calls + "?dcid=4", as: token))
        #expect(
            try Exchanges.offerRequest(model: "a/b c&d=é", query: "dcid=4", credential: token)
                == .raw(calls + "?model=a%2Fb%20c%26d%3D%C3%A9&dcid=4", as: token)
        )
    }

    @Test("every byte of the offer travels", arguments: ["", "\n", "v=0", "v=0\n\n\r\n", "\u{0}é\r"])
    func offerBytes(_ offer: String) throws {
        let session = #"{"type":"realtime","model":"m"}"#
        let form = try Exchanges.offerRequest(session: session, offer: offer)
        #expect(form.body == Exchanges.form(session: session, offer: offer))
        #expect(try Exchanges.offerRequest(credential: Exchanges.token, offer: offer).body == offer)
    }

    @Test("a boundary that occurs in the offer or the session is not used")
    func boundaryInContent() throws {
        let session = #"{"type":"realtime","model":"m","x":"BOUNDARY1"}"#
        let offer = "v=0\r\n--BOUNDARY--\r\n"
        let sent = try Exchanges.offerRequest(session: session, offer: offer)
        #expect(sent.fields.contains("Content-Type: multipart/form-data; boundary=BOUNDARY2"))
        #expect(sent.body == Exchanges.form(session: session, offer: offer, boundary: "BOUNDARY2"))
    }

    @Test("a compatible server gets the same form at its own base")
    func compatible() throws {
        let provider = ConfiguredProvider(
            name: "local",
            provider: CompatibleProvider(),
            baseURL: "http://127.0.0.1:8000/base",
            keys: []
        )
        let sent = try Exchanges.offerRequest(session: #"{"model":"local/m"}"#, credential: .none, to: provider)
        #expect(sent.url == "http://127.0.0.1:8000/base/v1/realtime/calls")
        #expect(sent.body == Exchanges.form(session: #"{"type":"realtime","model":"m"}"#))
    }
}
