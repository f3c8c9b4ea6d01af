// SPDX-License-Identifier: MIT

import HTTPServer
import Testing

@testable import Gateway

@Suite("Cross-origin requests")
struct CORSTests {
    private let app = "https://app.example"

    private func bench(_ origins: [String]? = ["https://app.example"]) -> Bench {
        Bench {
            $0.cors = CORSPolicy(origins: origins)
            $0.console = ConsolePage()
        }
    }

    // MARK: Preflights

    @Test("a preflight of an allowed page is answered for every path", arguments: RouteTable().templates)
    func preflight(_ path: String) async throws {
        let bench = bench()
        let response = try await bench.send(
            "OPTIONS " + RouteTests.example(of: path),
            ["Origin: " + app, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization"]
        )
        let methods = Self.methods(of: path)
        #expect(response.status == 204)
        #expect(response.body.isEmpty)
        #expect(response.fields.value(of: "access-control-allow-origin") == app)
        #expect(response.fields.value(of: "access-control-allow-methods") == methods)
        #expect(response.fields.value(of: "allow") == methods)
        #expect(response.fields.value(of: "access-control-max-age") == "86400")
        #expect(
            response.fields.value(of: "vary")
                == "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
        )
        #expect(response.fields.value(of: "access-control-allow-credentials") == nil)
        #expect(response.fields.value(of: "access-control-allow-private-network") == nil)
        #expect(bench.records.map(\.route) == [path])
        #expect(bench.records.map(\.id) == [response.fields.value(of: "x-request-id")])
    }

    private static func methods(of path: String) -> String {
        let read = ["z", "providers", "{name}", "ice-servers", "metrics", "/calls/events"]
        if path == "/" || read.contains(where: path.hasSuffix) { return "GET, HEAD, OPTIONS" }
        if path.hasSuffix("/calls/{id}") { return "GET, HEAD, PATCH, DELETE, OPTIONS" }
        if path.hasSuffix("{id}") { return "DELETE, OPTIONS" }
        return path.hasSuffix("/realtime/calls") ? "POST, GET, HEAD, OPTIONS" : "POST, OPTIONS"
    }

    @Test(
        "each header that SDKs send is allowed by its name",
        arguments: [
            "authorization", "api-key", "content-type", "if-match", "openai-beta", "openai-organization",
            "openai-project",
            "openai-safety-identifier", "x-openai-agents-sdk", "x-stainless-arch", "x-stainless-lang", "x-stainless-os",
            "x-stainless-package-version", "x-stainless-runtime", "x-stainless-runtime-version",
            "x-stainless-retry-count", "x-stainless-timeout", "x-stainless-async", "x-stainless-read-timeout",
            "x-stainless-raw-response", "x-stainless-helper-method", "idempotency-key", "x-client-request-id",
        ]
    )
    func allowedHeaders(_ name: String) async throws {
        let response = try await bench().send("OPTIONS /v1/realtime/calls", ["Origin: " + app])
        let allowed = try #require(response.fields.value(of: "access-control-allow-headers"))
        #expect(allowed.split(separator: ", ").contains { $0 == name })
        #expect(!allowed.contains("*"))
    }

    @Test("a request from a private network's page is allowed if it asks")
    func privateNetwork() async throws {
        let response = try await bench().send(
            "OPTIONS /v1/realtime/calls",
            ["Origin: " + app, "Access-Control-Request-Private-Network: true"]
        )
        #expect(response.fields.value(of: "access-control-allow-private-network") == "true")
    }

    @Test("OPTIONS without a page tells the methods and nothing of CORS")
    func plainOptions() async throws {
        let response = try await bench().send("OPTIONS /v1/realtime/sessions")
        #expect(response.status == 204)
        #expect(response.fields.value(of: "allow") == "POST, OPTIONS")
        #expect(response.fields.value(of: "access-control-allow-origin") == nil)
        #expect(response.fields.value(of: "access-control-allow-headers") == nil)
    }

    // MARK: Requests

    @Test("an allowed page may read answers and errors")
    func allowed() async throws {
        let responses = [
            try await bench().post(fields: ["Origin: " + app]), try await bench().post("", fields: ["Origin: " + app]),
            try await bench().send("GET /v1/realtime/sessions", ["Origin: " + app]),
            try await bench().send("GET /nowhere", ["Origin: " + app]),
            try await bench().send("GET /v1/realtime/providers", ["Origin: " + app]),
            try bench().failure(.bodyTimeout, target: "POST /v1/realtime/calls", ["Origin: " + app]),
        ]
        #expect(responses.map(\.status) == [201, 400, 405, 404, 200, 408])
        for response in responses {
            #expect(response.fields.value(of: "access-control-allow-origin") == app)
            #expect(response.fields.value(of: "vary") == "Origin")
        }
    }

    @Test(
        "what SDKs read is exposed",
        arguments: [
            "location", "x-request-id", "x-upstream-request-id", "retry-after", "retry-after-ms", "x-should-retry",
            "sdprelay-warning", "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests",
            "x-ratelimit-reset-requests", "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-tokens",
        ]
    )
    func exposed(_ name: String) async throws {
        let response = try await bench().post(fields: ["Origin: " + app])
        let exposed = try #require(response.fields.value(of: "access-control-expose-headers"))
        #expect(exposed.split(separator: ", ").contains { $0 == name })
    }

    @Test("without a page nothing is said of CORS")
    func noOrigin() async throws {
        let response = try await bench().post()
        #expect(response.status == 201)
        #expect(response.fields.value(of: "access-control-allow-origin") == nil)
        #expect(response.fields.value(of: "access-control-expose-headers") == nil)
    }

    @Test(
        "any other page is refused before its body is read",
        arguments: [
            "https://evil.example", "http://app.example", "https://app.example:8443",
            "https://app.example.evil.example",
            "https://APP.example", "https://app.example/", "null", "", "*", "https://relay.example",
        ]
    )
    func refused(_ origin: String) async throws {
        for target in ["POST /v1/realtime/calls?model=m", "OPTIONS /v1/realtime/calls", "GET /v1/realtime/providers"] {
            let bench = bench()
            let response = try await bench.send(
                target,
                ["Content-Type: application/sdp", "Origin: " + origin],
                text: target.hasPrefix("POST") ? Texts.offer : ""
            )
            #expect(response.status == 403)
            #expect(response.code == "origin_not_allowed")
            #expect(response.fields.value(of: "access-control-allow-origin") == nil)
            #expect(bench.transport.sent.isEmpty)
            #expect(bench.records.map(\.status) == [403])
        }
    }

    // MARK: Origins

    @Test(
        "pages on this machine may call unless the configuration says otherwise",
        arguments: [
            "http://localhost:3000", "http://localhost", "http://127.0.0.1:8080", "http://[::1]:5173", "http://[::1]",
        ]
    )
    func defaultOrigins(_ origin: String) async throws {
        #expect(try await bench(nil).post(fields: ["Origin: " + origin]).status == 201)
        #expect(try await bench([]).post(fields: ["Origin: " + origin]).status == 403)
    }

    @Test(
        "and no others",
        arguments: [
            "https://localhost:3000", "http://localhost.evil.example", "http://localhost:3000.evil.example",
            "http://localhost:", "http://localhost:x", "http://127.0.0.1.evil.example:80", "http://localhost:1:2",
            "http://evil.example", "file://", "null",
        ]
    )
    func otherOrigins(_ origin: String) async throws {
        #expect(try await bench(nil).post(fields: ["Origin: " + origin]).status == 403)
    }

    @Test("a star allows every page, and echoes its origin", arguments: ["https://any.example", "null"])
    func anyOrigin(_ origin: String) async throws {
        let response = try await bench(["*"]).post(fields: ["Origin: " + origin])
        #expect(response.status == 201)
        #expect(response.fields.value(of: "access-control-allow-origin") == origin)
    }

    @Test(
        "the relay's own page is not cross-origin where it is on an address",
        arguments: [
            ("http://192.0.2.7:8080", "192.0.2.7:8080"), ("https://192.0.2.7", "192.0.2.7"),
            ("http://[2001:db8::1]:8080", "[2001:db8::1]:8080"), ("http://localhost:8080", "localhost:8080"),
        ]
    )
    func ownPage(_ origin: String, _ host: String) async throws {
        let response = try await bench().post(fields: ["Origin: " + origin, "Host: " + host])
        #expect(response.status == 201)
        #expect(response.fields.value(of: "access-control-allow-origin") == nil)
    }

    @Test(
        "a name may have been bound to the relay's address by anyone",
        arguments: [
            ("http://rebound.example:8080", "rebound.example:8080"), ("https://relay.example", "relay.example"),
            ("http://192.0.2.7.evil.example", "192.0.2.7.evil.example"),
            ("http://localhost.evil.example", "localhost.evil.example"),
            ("http://192.0.2.7:8080", "192.0.2.7:8081"), ("http://192.0.2.7", "192.0.2.7:8080"),
            ("ftp://192.0.2.7", "192.0.2.7"), ("http://", ""),
        ]
    )
    func reboundPage(_ origin: String, _ host: String) async throws {
        #expect(try await bench().post(fields: ["Origin: " + origin, "Host: " + host]).status == 403)
    }

    @Test(
        "origins in the configuration are these",
        arguments: ["*", "https://app.example", "http://localhost:*", "http://[::1]:*", "http://a:1"]
    )
    func validPatterns(_ text: String) {
        #expect(CORSPolicy.isValidPattern(text))
    }

    @Test(
        "and not those",
        arguments: [
            "", "app.example", "null", "https://", "https://app.example/", "https://app.example/path", "ftp://a",
            "https://*.example", "http://*:*", "https://a?b", "https://a#b", "https://u@a", "https://a b", "**",
        ]
    )
    func invalidPatterns(_ text: String) {
        #expect(!CORSPolicy.isValidPattern(text))
    }
}
