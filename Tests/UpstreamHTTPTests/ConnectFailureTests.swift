// SPDX-License-Identifier: MIT

import Testing

@testable import UpstreamHTTP

@Suite("A connection that cannot be made")
struct ConnectFailureTests {
    private func error(
        of url: String,
        policy: UpstreamHTTPPolicy = .local
    ) async throws -> UpstreamHTTPError? {
        try await withClient { client, _ in await client.failure(of: .post(url, policy: policy)) }
    }

    @Test("a refused connection")
    func connectionIsRefused() async throws {
        let port = try ListeningSocket().port
        let error = try await error(of: "http://127.0.0.1:\(port)/")
        #expect(error?.code == .connectFailed)
        #expect(error?.requestWasSent == false)
    }

    @Test("a name without an address")
    func nameHasNoAddress() async throws {
        let error = try await error(of: "http://no-such-host.invalid/")
        #expect(error?.code == .resolveFailed)
        #expect(error?.requestWasSent == false)
    }

    @Test("a listener that takes no more connections runs into the connect limit")
    func backlogIsFull() async throws {
        let listener = try ListeningSocket(backlog: 0)
        try listener.fillBacklog()
        let error = try await error(
            of: "http://127.0.0.1:\(listener.port)/",
            policy: .local.with(\.connectTimeout, .milliseconds(150))
        )
        #expect(error?.code == .connectTimeout)
        #expect(error?.requestWasSent == false)
    }

    @Test("a TLS handshake without an answer runs into the connect limit")
    func handshakeHangs() async throws {
        let listener = try ListeningSocket(backlog: 8)
        let error = try await error(
            of: "https://127.0.0.1:\(listener.port)/",
            policy: .local.with(\.connectTimeout, .milliseconds(150))
        )
        #expect(error?.code == .connectTimeout)
        #expect(error?.requestWasSent == false)
    }

    @Test("plain HTTP where TLS was expected")
    func serverSpeaksNoTLS() async throws {
        let upstream = try Upstream()
        let error = try await error(of: "https://127.0.0.1:\(upstream.ports.http)/ok")
        #expect(error?.code == .tlsFailed || error?.code == .connectTimeout)
        #expect(error?.requestWasSent == false)
    }

    @Test("only a certificate for this host, in date and from the configured authority will do")
    func certificateIsChecked() async throws {
        let upstream = try Upstream(tls: true)
        let trusting = UpstreamHTTPPolicy.local.with(\.caFile, upstream.ports.caFile)
        let good = try #require(upstream.ports.good)
        let bad = try [upstream.ports.selfSigned, upstream.ports.expired, upstream.ports.wrongHost].map {
            try #require($0)
        }
        try await withClient { (client, _) async throws in
            let url = "https://localhost:\(good)/ok"
            #expect(try await client.perform(.post(url, policy: trusting)).status == 201)
            #expect(await client.failure(of: .post(url))?.code == .tlsFailed)
            for port in bad {
                let error = await client.failure(of: .post("https://localhost:\(port)/ok", policy: trusting))
                #expect(error?.code == .tlsFailed)
                #expect(error?.requestWasSent == false)
            }
            #expect(try await client.seen(by: upstream).requests.count == 1)
        }
    }

    @Test("a file of authorities that does not exist")
    func authoritiesAreMissing() async throws {
        let upstream = try Upstream(tls: true)
        let url = "https://localhost:\(try #require(upstream.ports.good))/ok"
        #expect(try await error(of: url, policy: .local.with(\.caFile, "/nonexistent.pem"))?.code == .tlsFailed)
    }
}
