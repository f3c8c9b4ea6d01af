// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Signaling
import Testing

@testable import Gateway

@Suite("Routes")
struct RouteTests {
    static let prefixes = ["/v1", "/openai/v1", "/openai", "/openai/openai", "/openai/openai/v1"]
    static let offerPaths = ["/realtime/calls", "/realtime", "/realtimertc"]
    static let secretPaths = ["/realtime/client_secrets", "/realtime/sessions", "/realtime/transcription_sessions"]

    @Test("offers are taken under every prefix", arguments: prefixes, offerPaths)
    func offers(_ prefix: String, _ path: String) async throws {
        let bench = Bench()
        let response = try await bench.post(to: prefix + path + "?model=m")
        #expect(response.status == 201)
        #expect(response.fields.value(of: "content-type") == "application/sdp")
        #expect(response.body == Array(Texts.answer.utf8))
        #expect(bench.records.map(\.route) == [Self.template(of: prefix) + path])
        #expect(bench.transport.sent.map(\.url) == ["https://openai.example/v1/realtime/calls"])
    }

    @Test("client secrets and beta sessions are taken under every prefix", arguments: prefixes, secretPaths)
    func secrets(_ prefix: String, _ path: String) async throws {
        let secret = #"{"value":"ek_1","expires_at":1,"session":{"id":"s"}}"#
        let bench = Bench(.response(200, fields: [], body: secret))
        let response = try await bench.send("POST " + prefix + path, ["Content-Type: application/json"], text: "{}")
        #expect(response.status == 200)
        #expect(response.fields.value(of: "content-type") == "application/json")
        #expect(response.fields.value(of: "cache-control") == "no-store")
        let isBeta = path != "/realtime/client_secrets"
        #expect(response.text == (isBeta ? #"{"client_secret":{"value":"ek_1","expires_at":1},"id":"s"}"# : secret))
        #expect(bench.records.map(\.route) == [Self.template(of: prefix) + path])
        #expect(bench.transport.sent.map(\.url) == ["https://openai.example/v1/realtime/client_secrets"])
    }

    /// A path of a template.
    static func example(of template: String) -> String {
        ["{provider}": "openai", "{id}": "rtc_1", "{model}": "m", "{name}": "openai"].reduce(template) {
            $0.replacing($1.key, with: $1.value)
        }
    }

    /// How a prefix is told in logs: a provider's name is not.
    static func template(of prefix: String) -> String {
        prefix == "/v1" ? prefix : "/{provider}" + prefix.dropFirst("/openai".count)
    }

    @Test("the table has these paths and no others")
    func table() {
        let control = ["/accept", "/hangup", "/refer", "/reject", ""]
        let ends =
            Self.offerPaths + Self.secretPaths
            + ["/realtime/translations/calls", "/realtime/translations/client_secrets", "/realtime/ice-servers"]
            + ["/live/sessions"] + control.map { "/live/sessions/{id}" + $0 }
            + (control + ["/restart"]).map { "/realtime/calls/{id}" + $0 } + ["/realtime/calls/events"]
        let operations = Self.prefixes.flatMap { prefix in
            (ends + (prefix == "/v1" ? [] : ["/realtimeapi/sessions"])).map { Self.template(of: prefix) + $0 }
        }
        let others = [
            "/", "/healthz", "/readyz", "/metrics", "/v1/realtime/providers", "/v1/realtime/providers/{name}",
            "/whip/{provider}/{model}",
        ]
        #expect(RouteTable().templates == (operations + others).sorted())
    }

    @Test("every template leads to itself", arguments: RouteTable().templates)
    func templates(_ template: String) throws {
        let match = try #require(RouteTable().route(of: try Bench.head("OPTIONS " + Self.example(of: template))))
        #expect(match.route.template == template)
    }

    @Test("integration routes are OpenAI's, whatever the default is")
    func integrationRoutes() async throws {
        let local = ConfiguredProvider(
            name: "local",
            provider: CompatibleProvider(),
            baseURL: "http://local.example",
            keys: []
        )
        let bench = Bench(providers: [local, Bench.openAI])
        _ = try await bench.post(to: "/v1/realtime/calls?model=m")
        _ = try await bench.post(to: "/openai/v1/realtime/calls?model=local/m")
        #expect(
            bench.transport.sent.map(\.url) == [
                "http://local.example/v1/realtime/calls", "https://openai.example/v1/realtime/calls",
            ]
        )
        let without = try await Bench(providers: [local]).post(to: "/openai/realtime/calls?model=m")
        #expect(without.status == 404)
        #expect(without.code == "provider_not_found")
    }

    @Test(
        "a path that is not in the table is not found",
        arguments: [
            "/v1", "/v1/realtime/", "/v1/realtime/calls/", "/v1/realtime/calls/rtc_1/",
            "/v1/realtime/calls//hangup",
            "/v1/realtime/calls/a/b/hangup", "/v1/live/sessions/", "/v1/realtimeapi/sessions", "/whip", "/whip/openai",
            "/whip/openai/", "/whip//m", "/%6fpenai/v1/realtime", "//v1/realtime", "/a/b/c/realtime",
            "/openai/openai/openai/realtime", "/openai/v1/openai/realtime", "/realtime/calls", "/v1//realtime/calls",
            "/v1/./realtime/calls", "/v1/realtime%2Fcalls",
            "/openai/v1/realtime/providers", "/openai/v2/realtime", "/v1/chat/completions", "/healthz/", "/metrics/",
        ]
    )
    func notFound(_ path: String) async throws {
        for method in ["GET", "POST", "OPTIONS", "BREW"] {
            let bench = Bench()
            let response = try await bench.send("\(method) \(path)", ["Content-Type: application/sdp"])
            #expect(response.status == 404)
            #expect(response.code == "not_found")
            #expect(response.fields.value(of: "content-type") == "application/json")
            #expect(bench.records.map(\.route) == [nil])
        }
    }

    @Test("an absolute target and a query lead to the same route")
    func absoluteTarget() async throws {
        let response = try await Bench().post(to: "http://relay.example/v1/realtime/calls?model=m&x=/healthz")
        #expect(response.status == 201)
    }

    @Test("OPTIONS * is no path")
    func asterisk() async throws {
        #expect(try await Bench().send("OPTIONS *").status == 404)
    }

    @Test(
        "a wrong method is told the right ones",
        arguments: [
            ("PUT /v1/realtime/calls", "POST, GET, HEAD, OPTIONS"), ("HEAD /v1/realtime", "POST, OPTIONS"),
            ("PUT /openai/realtime/sessions", "POST, OPTIONS"), ("DELETE /v1/realtime/client_secrets", "POST, OPTIONS"),
            ("PATCH /v1/realtime/transcription_sessions", "POST, OPTIONS"),
            ("post /v1/realtime/calls", "POST, GET, HEAD, OPTIONS"),
            ("GET /v1/realtime/calls/rtc_1/restart", "POST, OPTIONS"),
            ("POST /v1/realtime/calls/events", "GET, HEAD, OPTIONS"),
            ("POST /healthz", "GET, HEAD, OPTIONS"), ("PUT /readyz", "GET, HEAD, OPTIONS"),
            ("DELETE /v1/realtime/providers", "GET, HEAD, OPTIONS"),
            ("PUT /v1/realtime/calls/rtc_1", "GET, HEAD, PATCH, DELETE, OPTIONS"),
            ("GET /v1/live/sessions/rtc_1", "DELETE, OPTIONS"),
            ("DELETE /v1/realtime/calls/rtc_1/hangup", "POST, OPTIONS"),
            ("POST /openai/realtime/ice-servers", "GET, HEAD, OPTIONS"),
        ]
    )
    func wrongMethod(_ target: String, _ allow: String) async throws {
        let bench = Bench()
        let response = try await bench.send(target, ["Content-Type: application/sdp"])
        #expect(response.status == 405)
        #expect(response.code == "method_not_allowed")
        #expect(response.fields.value(of: "allow") == allow)
        #expect(response.message == "This path takes \(allow).")
        let path = String(target.drop { $0 != "/" })
        let template = path.replacing("/openai", with: "/{provider}").replacing("rtc_1", with: "{id}")
        #expect(bench.records.map(\.route) == [template])
    }

    // MARK: Content types

    @Test(
        "an offer may have any of three content types",
        arguments: [
            "application/sdp", "Application/SDP", "application/sdp; charset=utf-8", "application/sdp ;x",
            " application/sdp",
        ]
    )
    func rawOffers(_ type: String) async throws {
        let response = try await Bench().send(
            "POST /v1/realtime/calls?model=m",
            ["Content-Type: " + type],
            text: Texts.offer
        )
        #expect(response.status == 201)
    }

    @Test(
        "an offer of another content type, or of none, is refused",
        arguments: [
            "text/plain", "application/sdpx", "application/x-www-form-urlencoded", "multipart/mixed; boundary=b", "",
            "sdp",
            ";application/sdp", "application/octet-stream", "*/*",
        ]
    )
    func otherOffers(_ type: String) async throws {
        for path in Self.offerPaths {
            let bench = Bench()
            let fields = type == "" ? [] : ["Content-Type: " + type]
            let response = try await bench.send("POST /v1" + path, fields, text: Texts.offer)
            #expect(response.status == 415)
            #expect(response.code == "unsupported_media_type")
            #expect(
                response.message
                    == "This path takes `application/sdp`, `multipart/form-data` or `application/json`."
            )
            #expect(bench.records.map(\.route) == ["/v1" + path])
            #expect(bench.transport.sent.isEmpty)
        }
    }

    @Test(
        "a secret takes JSON or nothing",
        arguments: [nil, "application/json", "application/json; charset=utf-8", "application/vnd.x+json"]
    )
    func secretTypes(_ type: String?) async throws {
        let bench = Bench(.response(200, fields: [], body: "{}"))
        let fields = type.map { ["Content-Type: " + $0] } ?? []
        #expect(try await bench.send("POST /v1/realtime/client_secrets", fields).status == 200)
    }

    @Test(
        "a secret of another type is refused",
        arguments: ["application/sdp", "text/plain", "multipart/form-data; boundary=b"]
    )
    func otherSecretTypes(_ type: String) async throws {
        for path in Self.secretPaths {
            let response = try await Bench().send("POST /v1" + path, ["Content-Type: " + type], text: "{}")
            #expect(response.status == 415)
            #expect(response.message == "This path takes `application/json`.")
        }
    }

    @Test("each kind of body has its limit")
    func bodyLimits() async throws {
        func bench() -> Bench {
            Bench(.response(200, fields: [], body: "{}")) {
                $0.maximumOfferBytes = 10
                $0.maximumBodyBytes = 20
            }
        }
        func send(_ type: String, _ count: Int, _ path: String = "/v1/realtime/calls") async throws -> HTTPResponse {
            try await bench().send(
                "POST " + path,
                ["Content-Type: " + type],
                body: [UInt8](repeating: UInt8(ascii: " "), count: count)
            )
        }
        #expect(try await send("application/sdp", 10).code == "not_sdp")
        #expect(try await send("application/sdp", 11).status == 413)
        #expect(try await send("application/sdp", 11).code == "offer_too_large")
        for type in ["application/json", "multipart/form-data; boundary=b"] {
            #expect(try await send(type, 20).status == 400)
            #expect(try await send(type, 21).status == 413)
            #expect(try await send(type, 21).code == "body_too_large")
        }
        #expect(try await send("application/json", 21, "/v1/realtime/client_secrets").code == "body_too_large")
        let health = try await bench().send("GET /healthz", [], text: "x")
        #expect(health.status == 413)
    }
}
