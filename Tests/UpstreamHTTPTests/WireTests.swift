// SPDX-License-Identifier: MIT

import Testing

@testable import UpstreamHTTP

@Suite("On the wire")
struct WireTests {
    @Test("a request is its fields, Host and Content-Length, and nothing else")
    func sendsNothingElse() async throws {
        let upstream = try Upstream()
        let request = UpstreamHTTPRequest(
            .post,
            upstream.url("/ok/a/../b?model=x%20y"),
            fields: ["Authorization: Bearer k", "Content-Type: application/sdp", "X-Empty:"],
            body: Array("v=0\r\n".utf8),
            policy: .local
        )
        let seen = try await withClient { (client, _) async throws in
            _ = try await client.perform(request)
            return try await client.seen(by: upstream)
        }
        let expected = """
            POST /ok/a/../b?model=x%20y HTTP/1.1\r
            Host: 127.0.0.1:\(upstream.ports.http)\r
            Authorization: Bearer k\r
            Content-Type: application/sdp\r
            X-Empty:\r
            Content-Length: 5\r
            \r\n
            """
        let head = try #require(seen.requests.first).headHex
        #expect(head == expected.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    @Test("a request without fields has neither Accept nor Content-Type nor User-Agent")
    func addsNoFields() async throws {
        let upstream = try Upstream()
        let seen = try await withClient { (client, _) async throws in
            _ = try await client.perform(UpstreamHTTPRequest(.post, upstream.url("/ok"), body: [65], policy: .local))
            return try await client.seen(by: upstream)
        }
        #expect(seen.requests.first?.headers.map { $0[0] } == ["Host", "Content-Length"])
    }

    @Test("Accept and Content-Type are sent as given")
    func sendsGivenFields() async throws {
        let upstream = try Upstream()
        let fields = ["accept: application/sdp", "CONTENT-TYPE: text/plain"]
        let seen = try await withClient { (client, _) async throws in
            _ = try await client.perform(
                UpstreamHTTPRequest(.post, upstream.url("/ok"), fields: fields, body: [65], policy: .local)
            )
            return try await client.seen(by: upstream)
        }
        let request = try #require(seen.requests.first)
        #expect(request.values(of: "accept") == ["application/sdp"])
        #expect(request.values(of: "content-type") == ["text/plain"])
    }

    static let badRequests: [(String, UpstreamHTTPRequest)] = [
        ("a line end in a value", request(field: "A: b\r\nC: d")),
        ("a bare CR in a value", request(field: "A: b\rC: d")),
        ("a bare LF in a value", request(field: "A: b\nC: d")),
        ("a NUL in a value", request(field: "A: b\0")),
        ("a space in a name", request(field: "A b: c")),
        ("a line end in a name", request(field: "A\r\nB: c")),
        ("no colon", request(field: "A")),
        ("a semicolon in place of the colon", request(field: "A;")),
        ("no name", request(field: ": b")),
        ("Content-Length", request(field: "content-length: 3")),
        ("Transfer-Encoding", request(field: "Transfer-Encoding: chunked")),
        ("Host", request(field: "Host: elsewhere")),
        ("Connection", request(field: "Connection: close")),
        ("Expect", request(field: "Expect: 100-continue")),
        ("another scheme", .get("ftp://127.0.0.1/")),
        ("a file", .get("file:///etc/passwd")),
        ("no scheme", .get("127.0.0.1/")),
        ("an empty URL", .get("")),
        ("no host", .get("http:///ok")),
        ("a line end in the URL", .get("http://127.0.0.1/\r\nA: b")),
        ("a space in the URL", .get("http://127.0.0.1/a b")),
        ("credentials in the URL", .get("http://user:secret@127.0.0.1/")),
        ("GET with content", UpstreamHTTPRequest(.get, "http://127.0.0.1:1/", body: [1], policy: .local)),
        ("HEAD with content", UpstreamHTTPRequest(.head, "http://127.0.0.1:1/", body: [1], policy: .local)),
    ]

    private static func request(field: String) -> UpstreamHTTPRequest {
        UpstreamHTTPRequest(.get, "http://127.0.0.1:1/", fields: [field], policy: .local)
    }

    @Test("a request that breaks a rule is refused", arguments: badRequests)
    func refusesABadRequest(_ name: String, _ request: UpstreamHTTPRequest) async throws {
        let error = try await withClient { client, _ in await client.failure(of: request) }
        #expect(error?.code == .badRequest, "\(name)")
        #expect(error?.requestWasSent == false)
    }

    @Test("a refused request leaves nothing behind for the next one")
    func refusalLeavesNothingBehind() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            let bad = UpstreamHTTPRequest(.post, upstream.url("/ok"), fields: ["A: 1", "B: \n"], policy: .local)
            _ = await client.failure(of: bad)
            _ = try await client.perform(UpstreamHTTPRequest(.get, upstream.url("/ok/2"), policy: .local))
            let seen = try await client.seen(by: upstream)
            #expect(seen.requests.map(\.path) == ["/ok/2"])
            #expect(seen.requests.first?.values(of: "a") == [])
        }
    }
}
