// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import UpstreamHTTP

@Suite("Where connections may go")
struct NetworkRuleTests {
    static let privateHosts = [
        "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]",
    ]

    @Test("a private address is refused before anything is sent, however it is written", arguments: privateHosts)
    func refusesPrivateAddresses(_ host: String) async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            let url = "http://\(host):\(upstream.ports.http)/ok"
            let error = await client.failure(of: .post(url, policy: UpstreamHTTPPolicy()))
            #expect(error?.code == .blockedAddress)
            #expect(error?.requestWasSent == false)
            #expect(try await client.seen(by: upstream).connections == 1)
        }
    }

    @Test("a connection made under a lax policy is not used under a strict one")
    func keepsConnectionsApart() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            let url = upstream.url("/ok")
            #expect(try await client.perform(.post(url)).status == 201)
            let strict = UpstreamHTTPPolicy.local.with(\.allowPrivateNetwork, false)
            #expect(await client.failure(of: .post(url, policy: strict))?.code == .blockedAddress)
            #expect(try await client.perform(.post(url)).status == 201)
        }
    }

    @Test("connections are not shared between files of authorities, even for plain HTTP")
    func keepsTrustApart() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            _ = try await client.perform(.post(upstream.url("/ok")))
            _ = try await client.perform(.post(upstream.url("/ok"), policy: .local.with(\.caFile, "/nonexistent")))
            #expect(try await client.seen(by: upstream).connections == 2)
        }
    }

    @Test("time and size limits do not keep connections apart")
    func sharesConnections() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            _ = try await client.perform(.post(upstream.url("/ok")))
            _ = try await client.perform(.post(upstream.url("/ok"), policy: .local.with(\.totalTimeout, .seconds(9))))
            #expect(try await client.seen(by: upstream).connections == 1)
        }
    }

    @Test("TLS goes through a tunnel, which sees none of the fields")
    func tunnelsTLS() async throws {
        let (upstream, proxy) = (try Upstream(tls: true), try Upstream())
        let good = try #require(upstream.ports.good)
        let policy = UpstreamHTTPPolicy(caFile: upstream.ports.caFile, proxy: proxy.url(""))
        try await withClient { (client, _) async throws in
            let request = UpstreamHTTPRequest(
                .post,
                "https://localhost:\(good)/ok",
                fields: ["Authorization: Bearer k"],
                body: [65],
                policy: policy
            )
            let response = try await client.perform(request)
            #expect(response.status == 201)
            #expect(response.timings.connect != nil)
            let tunnel = try #require(try await client.seen(by: proxy).requests.first)
            #expect(tunnel.method == "CONNECT")
            #expect(tunnel.values(of: "authorization").isEmpty)
            let seen = try #require(try await client.seen(by: upstream).requests.first)
            #expect(seen.values(of: "authorization") == ["Bearer k"])
        }
    }

    @Test("a proxy that refuses or cannot be reached")
    func proxyFails() async throws {
        let proxy = try Upstream()
        let closed = try ListeningSocket().port
        try await withClient { (client, _) async throws in
            let refusing = UpstreamHTTPPolicy(proxy: proxy.url(""))
            let refused = await client.failure(of: .post("https://refused.invalid/ok", policy: refusing))
            #expect(refused?.code == .proxyFailed)
            #expect(refused?.requestWasSent == false)
            for proxy in ["http://127.0.0.1:\(closed)", "http://no-such-proxy.invalid:1"] {
                let error = await client.failure(
                    of: .post("https://localhost/ok", policy: UpstreamHTTPPolicy(proxy: proxy))
                )
                #expect(error?.code == .proxyFailed)
                #expect(error?.requestWasSent == false)
            }
        }
    }
}

/// One after the other: both change the environment of the process.
@Suite("The environment", .serialized)
struct EnvironmentTests {
    @Test("the environment's proxies are ignored")
    func ignoresTheEnvironment() async throws {
        let (upstream, proxy) = (try Upstream(), try Upstream())
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            unsafe setenv(name, proxy.url(""), 1)
        }
        defer { for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] { unsafe unsetenv(name) } }
        try await withClient { (client, _) async throws in
            _ = try await client.perform(.post(upstream.url("/ok")))
            #expect(try await client.seen(by: proxy).requests.isEmpty)
            #expect(try await client.seen(by: upstream).requests.count == 1)
        }
    }

    @Test("a configured proxy is used, also when the environment exempts the host")
    func usesTheConfiguredProxy() async throws {
        let (upstream, proxy) = (try Upstream(), try Upstream())
        unsafe setenv("no_proxy", "*", 1)
        defer { unsafe unsetenv("no_proxy") }
        try await withClient { (client, _) async throws in
            let policy = UpstreamHTTPPolicy(proxy: proxy.url(""))
            #expect(try await client.perform(.post(upstream.url("/ok"), policy: policy)).status == 201)
            #expect(try await client.seen(by: proxy).requests.map(\.target) == [upstream.url("/ok")])
            #expect(try await client.seen(by: upstream).requests.isEmpty)
        }
    }
}
