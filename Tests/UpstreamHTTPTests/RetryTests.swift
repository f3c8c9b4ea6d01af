// SPDX-License-Identifier: MIT

import Testing

@testable import UpstreamHTTP

@Suite("A request is sent once")
struct RetryTests {
    @Test("also when the server closes a kept connection on receipt of it")
    func isNotSentAgain() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            let request = UpstreamHTTPRequest.post(upstream.url("/close-on-reuse/v1"))
            #expect(try await client.perform(request).status == 201)
            let error = await client.failure(of: request)
            #expect(error?.code == .connectionLost)
            #expect(error?.requestWasSent == true)
            let seen = try await client.seen(by: upstream)
            #expect(seen.requests.count == 2)
            #expect(seen.requests.map(\.connection) == [1, 1])
        }
    }

    @Test("also over TLS")
    func isNotSentAgainOverTLS() async throws {
        let upstream = try Upstream(tls: true)
        let url = "https://localhost:\(try #require(upstream.ports.good))/close-on-reuse"
        let policy = UpstreamHTTPPolicy.local.with(\.caFile, upstream.ports.caFile)
        try await withClient { (client, _) async throws in
            #expect(try await client.perform(.post(url, policy: policy)).status == 201)
            let error = await client.failure(of: .post(url, policy: policy))
            #expect(error?.code == .connectionLost)
            #expect(error?.requestWasSent == true)
            #expect(try await client.seen(by: upstream).requests.count == 2)
        }
    }

    @Test("and the next request has a new connection")
    func nextRequestGoesThrough() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            let request = UpstreamHTTPRequest.post(upstream.url("/close-on-reuse/v1"))
            _ = try await client.perform(request)
            _ = await client.failure(of: request)
            #expect(try await client.perform(request).status == 201)
            #expect(try await client.seen(by: upstream).requests.map(\.connection).last == 2)
        }
    }
}
