// SPDX-License-Identifier: MIT

import Testing

@testable import UpstreamHTTP

@Suite("A failure")
struct FailureTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        let behaviour: String
        let code: UpstreamHTTPError.Code
        var policy = UpstreamHTTPPolicy.local
        var testDescription: String { "\(behaviour): \(code.rawValue)" }
    }

    private static let noWaiting = UpstreamHTTPPolicy.local.with(\.firstByteTimeout, .milliseconds(200))
    private static let impatient = UpstreamHTTPPolicy.local.with(\.totalTimeout, .milliseconds(800))

    static let afterSending = [
        Expectation(behaviour: "/reset-before", code: .connectionLost),
        Expectation(behaviour: "/close-before", code: .connectionLost),
        Expectation(behaviour: "/reset-mid", code: .connectionLost),
        Expectation(behaviour: "/close-mid", code: .connectionLost),
        Expectation(behaviour: "/not-http", code: .malformedResponse),
        Expectation(behaviour: "/huge", code: .responseTooLarge),
        Expectation(behaviour: "/huge-length", code: .responseTooLarge),
        Expectation(behaviour: "/huge-header", code: .responseTooLarge),
        Expectation(behaviour: "/huge-line", code: .responseTooLarge),
        Expectation(behaviour: "/hang", code: .firstByteTimeout, policy: noWaiting),
        Expectation(behaviour: "/hang-after-head", code: .totalTimeout, policy: impatient),
        Expectation(behaviour: "/drip", code: .totalTimeout, policy: impatient),
    ]

    @Test("after sending has its own code, and nothing is sent again", arguments: afterSending)
    func failsAfterSending(_ expectation: Expectation) async throws {
        let upstream = try Upstream.shared
        try await withClient { (client, _) async throws in
            let request = UpstreamHTTPRequest.post(
                upstream.url(expectation.behaviour + "/v1/once"),
                policy: expectation.policy
            )
            let error = await client.failure(of: request)
            #expect(error?.code == expectation.code)
            #expect(error?.requestWasSent == true)
            #expect(client.inFlight == 0)
            #expect(try await client.requests(for: expectation.behaviour + "/v1/once", seenBy: upstream).count == 1)
        }
    }

    @Test("closes the connection", arguments: ["/hang", "/hang-after-head", "/drip", "/huge", "/huge-header"])
    func closesTheConnection(_ behaviour: String) async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            _ = await client.failure(of: .post(upstream.url(behaviour), policy: Self.impatient))
            let seen = try await client.seen(by: upstream, after: 1, "hang-up")
            #expect(seen.hangUps == [behaviour])
        }
    }

    @Test("the total limit counts from the start, whatever the stage")
    func totalLimitCoversAllStages() async throws {
        let upstream = try Upstream.shared
        let policy = UpstreamHTTPPolicy(totalTimeout: .milliseconds(100), allowPrivateNetwork: true)
        let error = try await withClient { (client, _) async throws in
            await client.failure(of: .post(upstream.url("/hang"), policy: policy))
        }
        #expect(error?.code == .totalTimeout)
    }

    @Test("content up to the limit is taken, one byte more is not", arguments: [0, 1, 5000, 100_000])
    func limitsTheContent(limit: Int) async throws {
        let upstream = try Upstream.shared
        try await withClient { (client, _) async throws in
            let policy = UpstreamHTTPPolicy.local.with(\.maxResponseBytes, limit)
            let response = try await client.perform(.get(upstream.url("/size/\(limit)"), policy: policy))
            #expect(response.body.count == limit)
            let error = await client.failure(of: .get(upstream.url("/size/\(limit + 1)"), policy: policy))
            #expect(error?.code == .responseTooLarge)
        }
    }

    @Test("the limit also holds for content of unknown length")
    func limitsChunkedContent() async throws {
        let upstream = try Upstream.shared
        try await withClient { (client, _) async throws in
            let policy = UpstreamHTTPPolicy.local.with(\.maxResponseBytes, 5)
            #expect(try await client.perform(.get(upstream.url("/trailers"), policy: policy)).body.count == 5)
            let smaller = policy.with(\.maxResponseBytes, 4)
            let error = await client.failure(of: .get(upstream.url("/trailers"), policy: smaller))
            #expect(error?.code == .responseTooLarge)
        }
    }
}
