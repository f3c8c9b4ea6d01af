// SPDX-License-Identifier: MIT

import Testing

extension ErrorTable {
    /// Upstreams that answer with a failure.
    @Suite struct UpstreamStatus {
        @Test("What is the caller's to mend keeps status and words", arguments: [400, 404, 409, 413, 415, 422])
        func passesTheCallersMistakesThrough(status: Int) async throws {
            try await ErrorRow(
                provider: "told-\(status)",
                status: status,
                code: "their_code",
                type: "invalid_request_error",
                param: "their.param",
                upstreamStatus: status,
                upstreamRequestID: "req_theirs",
                loggedCode: "upstream_rejected",
                words: "their words"
            ).check()
        }

        @Test("Without an envelope it keeps the status and says so", arguments: [400, 404, 409, 413, 415, 422])
        func saysWhenTheUpstreamGaveNoReason(status: Int) async throws {
            try await ErrorRow(
                provider: "mute-\(status)",
                status: status,
                code: "upstream_rejected",
                type: "invalid_request_error",
                upstreamStatus: status,
                words: "\(status)"
            ).check()
        }

        @Test("The relay's own key refused is not the caller's fault", arguments: [401, 403])
        func hidesTheRefusalOfTheRelaysKey(status: Int) async throws {
            try await ErrorRow(
                provider: "told-\(status)",
                status: 502,
                code: "upstream_authentication_failed",
                upstreamStatus: status,
                upstreamRequestID: "req_theirs"
            ).check()
        }

        @Test("The caller's own token refused is told as it is", arguments: [401, 403])
        func passesTheRefusalOfTheCallersTokenThrough(status: Int) async throws {
            try await ErrorRow(
                provider: "told-\(status)",
                status: status,
                code: "their_code",
                type: "invalid_request_error",
                param: "their.param",
                upstreamStatus: status,
                upstreamRequestID: "req_theirs",
                loggedCode: "upstream_rejected",
                words: "their words"
            ).check(fields: [("Authorization", "Bearer \(ErrorTableBench.callerToken)")])
        }

        @Test(
            "Too many requests and an empty account are told apart",
            arguments: [
                ErrorRow(
                    provider: "rate-limit",
                    status: 429,
                    code: "rate_limit_exceeded",
                    type: "tokens",
                    param: "their.param",
                    isRetryable: true,
                    upstreamStatus: 429,
                    upstreamRequestID: "req_theirs",
                    retryAfterMilliseconds: 7000,
                    loggedCode: "rate_limit_exceeded",
                    words: "their words"
                ),
                ErrorRow(
                    provider: "rate-limit-ms",
                    status: 429,
                    code: "rate_limit_exceeded",
                    type: "rate_limit_error",
                    isRetryable: true,
                    upstreamStatus: 429,
                    retryAfterMilliseconds: 1500
                ),
                ErrorRow(
                    provider: "rate-limit-date",
                    status: 429,
                    code: "rate_limit_exceeded",
                    type: "rate_limit_error",
                    isRetryable: true,
                    upstreamStatus: 429
                ),
                ErrorRow(
                    provider: "quota-by-code",
                    status: 429,
                    code: "insufficient_quota",
                    type: "tokens",
                    param: "their.param",
                    upstreamStatus: 429,
                    loggedCode: "insufficient_quota",
                    words: "their words"
                ),
                ErrorRow(
                    provider: "quota-by-type",
                    status: 429,
                    code: "billing",
                    type: "insufficient_quota",
                    param: "their.param",
                    upstreamStatus: 429,
                    loggedCode: "insufficient_quota",
                    words: "their words"
                ),
            ]
        )
        func tellsRateLimitAndQuotaApart(row: ErrorRow) async throws {
            try await row.check()
        }

        @Test(
            "A failing upstream is a bad gateway, in the relay's own words",
            arguments: [408, 500, 502, 503, 504, 418]
        )
        func hidesTheWordsOfAFailingUpstream(status: Int) async throws {
            try await ErrorRow(
                provider: "told-\(status)",
                status: 502,
                code: "upstream_error",
                upstreamStatus: status,
                upstreamRequestID: "req_theirs"
            ).check()
            let reply = try await Bench.shared.relay.exchange(with: "told-\(status)")
            #expect(!reply.text.contains("their words"))
        }

        @Test(
            "A busy upstream that says when to come back is busy, not broken",
            arguments: [("overloaded", 503, 30), ("overloaded-500", 500, 2), ("overloaded-408", 408, 2)]
        )
        func keepsTheWaitOfABusyUpstream(provider: String, upstreamStatus: Int, seconds: Int) async throws {
            try await ErrorRow(
                provider: provider,
                status: 503,
                code: "upstream_overloaded",
                isRetryable: true,
                upstreamStatus: upstreamStatus,
                retryAfterMilliseconds: seconds * 1000
            ).check()
        }

        @Test func takesA503WithoutAWaitForAFailure() async throws {
            try await ErrorRow(provider: "busy", status: 502, code: "upstream_error", upstreamStatus: 503).check()
        }

        @Test func saysThatTheBetaEndpointIsSwitchedOff() async throws {
            try await ErrorRow(
                provider: "beta-off",
                status: 502,
                code: "legacy_upstream_retired",
                upstreamStatus: 400,
                words: "beta"
            ).check()
        }

        @Test("A page in place of an answer is a failure of the upstream's")
        func hidesAnHTMLPage() async throws {
            try await ErrorRow(provider: "html", status: 502, code: "upstream_error", upstreamStatus: 502).check()
            let reply = try await Bench.shared.relay.exchange(with: "html")
            #expect(!reply.text.contains("<h1>"))
        }

        @Test("A redirect is never followed", arguments: [300, 301, 302, 303, 307, 308])
        func followsNoRedirect(status: Int) async throws {
            try await ErrorRow(
                provider: "redirect-\(status)",
                status: 502,
                code: "upstream_redirect",
                upstreamStatus: status
            ).check()
            let hostile = try #require(try Bench.shared.hostile)
            let paths = try await hostile.requests().map(\.path)
            #expect(paths.contains("/redirect/\(status)/v1/realtime/calls"))
            #expect(!paths.contains { $0.contains("redirected") })
        }
    }
}
