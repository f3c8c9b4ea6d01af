// SPDX-License-Identifier: MIT

import Testing

extension ErrorTable {
    /// Upstreams that say yes.
    @Suite struct Answers {
        @Test(
            "A yes without a usable answer is none",
            arguments: [
                ("garbage", 200), ("empty", 200), ("ok-json", 201), ("ok-offer-words", 201), ("ok-three-sections", 201),
                ("ok-one-section", 201), ("ok-without-setup", 201),
            ]
        )
        func refusesAnUnusableAnswer(provider: String, upstreamStatus: Int) async throws {
            try await ErrorRow(
                provider: provider,
                status: 502,
                code: "invalid_upstream_answer",
                stage: "answer",
                upstreamStatus: upstreamStatus
            ).check()
        }

        @Test("Any 2xx with an answer is a 201 to the caller", arguments: ["good", "ok-200"])
        func handsOnTheAnswerUnchanged(provider: String) async throws {
            let reply = try await Bench.shared.relay.exchange(with: provider)
            #expect(reply.status == 201)
            #expect(reply["content-type"] == "application/sdp")
            #expect(reply.text == ErrorTableBench.answer)
            // Whether the provider has named the call or not: what is sealed does not tell.
            let location = try #require(reply["location"])
            #expect(location.wholeMatch(of: /\/v1\/realtime\/calls\/rtc_[-_0-9A-Za-z]{87,196}/) != nil)
            #expect(reply["x-request-id"]?.wholeMatch(of: /req_[0-9a-f]{32}/) != nil)
        }

        @Test func refusesAClientSecretThatIsNoJSON() async throws {
            let reply = try await Bench.shared.relay.send(
                HTTPCall(
                    target: "/v1/realtime/client_secrets",
                    fields: [("Content-Type", "application/json")],
                    body: Array(#"{"session":{"type":"realtime","model":"garbage/gpt-realtime"}}"#.utf8)
                )
            )
            let error = try ErrorEnvelope.check(reply)
            #expect(reply.status == 502)
            #expect(error.code == "invalid_upstream_answer")
            #expect(error.relay.upstream_status == 200)
        }
    }
}
