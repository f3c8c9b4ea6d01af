// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Replies of providers")
struct ReplyTests {
    private func reply(
        _ status: Int,
        _ body: String,
        location: String? = nil,
        to operation: Providers.Operation = .call,
        legacy: LegacyMode = .ga
    ) -> ProviderReply {
        let fields = location.map { "HTTP/1.1 201 Created\r\nLocation: \($0)\r\n\r\n" } ?? ""
        return OpenAIProvider().reply(
            from: UpstreamResponse(status: status, fields: FieldBlock(Array(fields.utf8)), body: Array(body.utf8)),
            to: ExchangeStep(operation),
            of: Exchanges.openAI(legacy: legacy)
        )
    }

    @Test("a success is the answer byte for byte", arguments: [200, 201, 204, 299])
    func answers(_ status: Int) {
        for operation in [Providers.Operation.call, .legacyCall] {
            #expect(
                reply(status, "v=0\r\n\u{0}", location: "/v1/realtime/calls/rtc_1", to: operation)
                    == .answer(sdp: Array("v=0\r\n\u{0}".utf8), callID: "rtc_1")
            )
        }
    }

    @Test("anything else is a failure with its status", arguments: [100, 199, 300, 302, 400, 500, 599])
    func failures(_ status: Int) {
        for operation in Providers.Operation.allCases {
            #expect(reply(status, "v=0\r\n", to: operation) == .failure(UpstreamErrorReport(status: status)))
        }
    }

    @Test(
        "the id of a call is the last segment of Location",
        arguments: [
            ("/v1/realtime/calls/rtc_u1_9c65", "rtc_u1_9c65"),
            ("https://api.openai.com/v1/realtime/calls/rtc_1", "rtc_1"),
            ("rtc_1", "rtc_1"), ("calls/rtc_1", "rtc_1"), ("/v1/realtime/calls/rtc_1?a=b/c", "rtc_1"),
            ("/v1/realtime/calls/rtc_1#x/y", "rtc_1"), ("//host/calls/rtc_1", "rtc_1"),
            ("/v1/realtime?call_id=rtc_1", "rtc_1"), ("wss://h/v1/realtime?a=b&call_id=rtc_1#f", "rtc_1"),
            ("/calls/A-Z.a_z~0", "A-Z.a_z~0"), ("/calls/...", "..."),
        ]
    )
    func callID(_ location: String, _ id: String) {
        #expect(OpenAIForm.callID(location: location) == id)
    }

    @Test(
        "an id that is missing or not safe in a path is none",
        arguments: [
            "", "/", "/v1/realtime/calls/", "https://api.openai.com", "https://api.openai.com/", "/calls/..",
            "/calls/.",
            "..", "/calls/a b", "/calls/a%2e%2e", "/calls/a\\b", "/calls/é", "/calls/a\"b", "/calls/<script>",
            "/calls/a:b", "/calls/a;b", "/calls/\r\nSet-Cookie:x", "/calls/" + String(repeating: "a", count: 201),
            "/calls/x?call_id=", "/calls/x?call_id=..", "/calls/x?call_id=a%20b", "?", "#",
        ]
    )
    func noCallID(_ location: String) {
        #expect(OpenAIForm.callID(location: location) == nil)
    }

    @Test("an id may have 200 characters, and a response without Location has none")
    func callIDLimits() {
        let id = String(repeating: "a", count: 200)
        #expect(OpenAIForm.callID(location: "/calls/" + id) == id)
        #expect(OpenAIForm.callID(location: nil) == nil)
        #expect(reply(201, "v=0\r\n") == .answer(sdp: Array("v=0\r\n".utf8), callID: nil))
    }

    @Test("JSON replies are handed on as they are", arguments: [#"{"value":"ek_1"}"#, "not JSON", ""])
    func json(_ body: String) {
        #expect(reply(200, body, to: .clientSecret) == .json(Array(body.utf8)))
        #expect(reply(200, body, to: .legacySession, legacy: .beta) == .json(Array(body.utf8)))
        #expect(reply(200, body, to: .legacyTranscriptionSession, legacy: .beta) == .json(Array(body.utf8)))
    }

    @Test(
        "a client secret becomes the beta session that carries it",
        arguments: [
            (
                #"{"value":"ek_1","expires_at":17,"session":{"id":"s","object":"realtime.session"}}"#,
                #"{"client_secret":{"value":"ek_1","expires_at":17},"id":"s","object":"realtime.session"}"#
            ),
            (
                #"{"session": {"client_secret":null, "id":"s"},"expires_at":17,"value":"ek_1"}"#,
                #"{"client_secret":{"value":"ek_1","expires_at":17}, "id":"s"}"#
            ),
            (#"{"value":"v","expires_at":1,"session":{}}"#, #"{"client_secret":{"value":"v","expires_at":1}}"#),
        ]
    )
    func betaSession(_ body: String, _ expected: String) {
        for operation in [Providers.Operation.legacySession, .legacyTranscriptionSession] {
            #expect(reply(200, body, to: operation) == .json(Array(expected.utf8)))
        }
    }

    @Test(
        "what is no client secret is handed on",
        arguments: [
            "not JSON", "[]", #"{"value":"v","expires_at":1}"#, #"{"value":"v","session":{}}"#,
            #"{"expires_at":1,"session":{}}"#, #"{"value":"v","expires_at":1,"session":[]}"#,
        ]
    )
    func notAClientSecret(_ body: String) {
        #expect(reply(200, body, to: .legacySession) == .json(Array(body.utf8)))
    }
}
