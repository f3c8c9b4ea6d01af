// SPDX-License-Identifier: MIT

import Providers
import Testing

@testable import Signaling

/// Row by row the table of what the upstream does and what the caller sees.
@Suite("Failures of the upstream")
struct UpstreamErrorTests {
    private static let envelope =
        #"{"error":{"message":"Bad offer.","type":"their_type","code":"their_code","param":"sdp"}}"#

    private func error(
        _ status: Int,
        _ body: String = envelope,
        fields: [String] = [],
        token: String? = nil,
        selection: ProviderDirectory.Selection = .byModel
    ) async throws -> RelayError {
        let bench = Bench(.response(status, fields: fields, body: body))
        let (result, record) = await bench.exchange(token: token, selection: selection)
        let error = try #require(result.failure)
        #expect(error.stage == .upstream)
        #expect(error.upstreamStatus == status)
        #expect(record.upstreamStatus == status)
        #expect(bench.transport.sent.count == 1)
        return error
    }

    // MARK: The caller's to mend

    @Test("a refusal in an envelope is passed on as it is", arguments: [400, 404, 409, 413, 415, 422])
    func refusal(_ status: Int) async throws {
        var expected = RelayError(
            .upstreamRejected,
            stage: .upstream,
            message: "Bad offer.",
            param: "sdp",
            provider: "openai"
        )
        expected.status = status
        expected.upstreamStatus = status
        expected.upstreamType = "their_type"
        expected.upstreamCode = "their_code"
        #expect(try await error(status) == expected)
        #expect(!expected.isRetryable)
    }

    @Test(
        "a refusal without an envelope says the status",
        arguments: ["", "<html>secret page</html>", #"{"error":{"message":"","type":"","code":"","param":""}}"#]
    )
    func bareRefusal(_ body: String) async throws {
        let error = try await error(400, body)
        #expect(error.status == 400)
        #expect(error.code == .upstreamRejected)
        #expect(error.message == "The upstream refused the request (400).")
        #expect(error.upstreamCode == nil && error.upstreamType == nil && error.param == nil)
    }

    @Test("a string for an error is the message")
    func stringError() async throws {
        #expect(try await error(422, #"{"error":"no such model"}"#).message == "no such model")
    }

    @Test("the caller's own token refused is the caller's to mend", arguments: [401, 403])
    func callersToken(_ status: Int) async throws {
        let error = try await error(status, token: "ek_caller")
        #expect(error.status == status)
        #expect(error.code == .upstreamRejected)
        #expect(error.upstreamCode == "their_code")
        #expect(error.message == "Bad offer.")
    }

    // MARK: The operator's to mend

    @Test("the relay's own key refused is not, and the upstream's words stay behind", arguments: [401, 403])
    func relaysKey(_ status: Int) async throws {
        let error = try await error(status)
        #expect(error.status == 502)
        #expect(error.code == .upstreamAuthenticationFailed)
        #expect(error.message == "The upstream refused the relay's key. It answered \(status).")
        #expect(error.upstreamCode == nil && error.upstreamType == nil && error.param == nil)
        #expect(!error.isRetryable)
    }

    @Test("a server without a key that asks for one is the operator's to mend too")
    func noKey() async throws {
        #expect(try await error(401, selection: .named("local")).code == .upstreamAuthenticationFailed)
    }

    @Test("a redirect is never followed", arguments: [300, 301, 302, 303, 304, 307, 308])
    func redirect(_ status: Int) async throws {
        let error = try await error(status, fields: ["Location: https://elsewhere.example/"])
        #expect(error.status == 502)
        #expect(error.code == .upstreamRedirect)
        #expect(!error.message.contains("elsewhere"))
    }

    @Test("a retired beta endpoint is told with how to move on, whatever its status", arguments: [400, 403, 404, 500])
    func retired(_ status: Int) async throws {
        let body = #"{"error":{"type":"invalid_request_error","code":"beta_api_shape_disabled","message":"No."}}"#
        let error = try await error(status, body)
        #expect(error.status == 502)
        #expect(error.code == .legacyUpstreamRetired)
        #expect(error.message.contains(#"`legacy: "ga"`"#))
        #expect(error.upstreamCode == nil)
    }

    // MARK: Too much

    @Test("a rate limit is passed on with its wait, and may be tried again")
    func rateLimit() async throws {
        let error = try await error(429, fields: ["Retry-After: 7"])
        #expect(error.status == 429)
        #expect(error.code == .rateLimitExceeded)
        #expect(error.message == "Bad offer.")
        #expect(error.upstreamCode == "their_code")
        #expect(error.retryAfterSeconds == 7)
        #expect(error.retryAfterMilliseconds == 7000)
        #expect(error.isRetryable)
    }

    @Test("a rate limit without a wait has none, and without an envelope our words")
    func bareRateLimit() async throws {
        let error = try await error(429, "")
        #expect(error.retryAfterSeconds == nil && error.retryAfterMilliseconds == nil)
        #expect(error.message == "The upstream refused the request (429).")
    }

    @Test(
        "a used up quota is no rate limit, by code or by type",
        arguments: [
            #"{"error":{"code":"insufficient_quota","message":"m"}}"#,
            #"{"error":{"type":"insufficient_quota","message":"m"}}"#,
        ]
    )
    func quota(_ body: String) async throws {
        let error = try await error(429, body, fields: ["Retry-After: 7"])
        #expect(error.status == 429)
        #expect(error.code == .insufficientQuota)
        #expect(!error.isRetryable)
        #expect(error.retryAfterSeconds == nil)
    }

    @Test(
        "waits are read in milliseconds before seconds, and only if they make sense",
        arguments: [
            (["retry-after-ms: 1500", "Retry-After: 9"], 2, 1500), (["retry-after-ms: 1000"], 1, 1000),
            (["retry-after-ms: 0"], 0, 0), (["retry-after-ms: x", "Retry-After: 3"], 3, 3000),
            (["Retry-After: 0"], 0, 0), (["Retry-After: 86400"], 86_400, 86_400_000),
            (["Retry-After: 86401"], nil, nil),
            (["Retry-After: -1"], nil, nil), (["Retry-After: soon"], nil, nil),
            (["Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"], nil, nil),
            (["Retry-After: 99999999999999999999"], nil, nil),
        ] as [([String], Int?, Int?)]
    )
    func waits(_ fields: [String], _ seconds: Int?, _ milliseconds: Int?) async throws {
        let error = try await error(429, fields: fields)
        #expect(error.retryAfterSeconds == seconds)
        #expect(error.retryAfterMilliseconds == milliseconds)
    }

    // MARK: Broken

    @Test("a failure of the upstream is not to be tried again", arguments: [408, 500, 501, 502, 503, 504, 520, 599])
    func failure(_ status: Int) async throws {
        let error = try await error(status)
        #expect(error.status == 502)
        #expect(error.code == .upstreamError)
        #expect(error.message == "The upstream failed. It answered \(status).")
        #expect(!error.isRetryable)
        #expect(error.retryAfterSeconds == nil)
    }

    @Test(
        "unless it says when",
        arguments: [
            (["Retry-After: 20"], 20, 20_000), (["retry-after-ms: 1200"], 2, 1200), (["Retry-After: later"], 1, 1000),
        ]
    )
    func overloaded(_ fields: [String], _ seconds: Int, _ milliseconds: Int) async throws {
        for status in [408, 500, 503, 529] {
            let error = try await error(status, fields: fields)
            #expect(error.status == 503)
            #expect(error.code == .upstreamOverloaded)
            #expect(error.isRetryable)
            #expect(error.retryAfterSeconds == seconds)
            #expect(error.retryAfterMilliseconds == milliseconds)
        }
    }

    @Test(
        "a status that the table does not have is a failure",
        arguments: [402, 405, 406, 410, 418, 451, 499, 100, 199]
    )
    func otherStatus(_ status: Int) async throws {
        let error = try await error(status)
        #expect(error.status == 502)
        #expect(error.code == .upstreamError)
    }

    @Test("the upstream's request id is told", arguments: [400, 401, 429, 500])
    func requestID(_ status: Int) async throws {
        #expect(try await error(status, fields: ["X-Request-Id: req_up"]).upstreamRequestID == "req_up")
        #expect(try await error(status).upstreamRequestID == nil)
    }

    @Test("client secrets fail by the same table")
    func clientSecrets() async {
        for (status, code) in [
            (400, ErrorCode.upstreamRejected), (401, .upstreamAuthenticationFailed), (500, .upstreamError),
        ] {
            let (result, _) = await Bench(.response(status, body: Self.envelope)).create()
            #expect(result.failure?.code == code)
        }
    }
}
