// SPDX-License-Identifier: MIT

import Testing

extension ErrorTable {
    /// Upstreams that never get as far as an answer.
    @Suite struct UpstreamTransport {
        @Test("No connection can be tried again", arguments: ["refused", "no-such-host", "not-tls"])
        func tellsOfAnUpstreamThatCannotBeReached(provider: String) async throws {
            try await ErrorRow(provider: provider, status: 502, code: "upstream_unreachable", isRetryable: true).check()
        }

        @Test(
            "A certificate that does not prove the upstream ends the exchange before the request",
            arguments: ["self_signed", "expired", "wrong_host", "unknown-authority"]
        )
        func trustsNoBadCertificate(certificate: String) async throws {
            try await ErrorRow(
                provider: "tls-\(certificate)",
                status: 502,
                code: "upstream_unreachable",
                isRetryable: true
            ).check()
        }

        @Test func trustsAGoodCertificateOfAConfiguredAuthority() async throws {
            let reply = try await Bench.shared.relay.exchange(with: "tls-good")
            #expect(reply.status == 201)
            #expect(reply["location"]?.hasPrefix("/v1/realtime/calls/rtc_") == true)
        }

        @Test(
            "A private address is reached only by leave of the operator",
            arguments: ["blocked", "blocked-by-name", "blocked-ipv6", "blocked-openai"]
        )
        func connectsToNoPrivateAddress(provider: String) async throws {
            try await ErrorRow(
                provider: provider,
                status: 502,
                code: "upstream_address_blocked",
                words: "private"
            ).check()
        }

        @Test(
            "An upstream that is silent for too long",
            arguments: ["hang": "begin", "hang-after-head": "finish", "drip": "finish"]
        )
        func tellsWhichTimeRanOut(provider: String, stage: String) async throws {
            try await ErrorRow(provider: provider, status: 504, code: "upstream_timeout", words: "did not \(stage)")
                .check()
        }

        @Test func letsTheCallerTryAgainWhenNoConnectionCameInTime() async throws {
            try await ErrorRow(
                provider: "silent-handshake",
                status: 504,
                code: "upstream_timeout",
                isRetryable: true,
                words: "did not take the connection"
            ).check()
        }

        @Test("A connection that breaks", arguments: ["reset-before", "close-before", "reset-mid", "close-mid"])
        func tellsOfALostConnection(provider: String) async throws {
            try await ErrorRow(provider: provider, status: 502, code: "upstream_connection_lost").check()
            let paths = try await #require(try Bench.shared.hostile).requests().map(\.path)
            #expect(paths.count { $0.hasPrefix("/\(provider)/") } == 1)
        }

        @Test("A response without end", arguments: ["huge", "huge-length", "huge-header", "huge-line"])
        func endsAResponseThatIsTooLarge(provider: String) async throws {
            try await ErrorRow(provider: provider, status: 502, code: "upstream_answer_too_large").check()
        }

        @Test func tellsOfAnUpstreamThatSpeaksAnotherProtocol() async throws {
            try await ErrorRow(provider: "not-http", status: 502, code: "invalid_upstream_answer").check()
        }

        @Test func refusesWithoutAKeyBeforeAskingTheUpstream() async throws {
            try await ErrorRow(
                provider: "no-key",
                status: 401,
                code: "missing_credential",
                type: "authentication_error",
                stage: "provider"
            ).check()
        }
    }
}
