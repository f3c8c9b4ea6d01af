// SPDX-License-Identifier: MIT

import Cryptography
import HTTPServer
import Providers
import Signaling
import Testing

@testable import Gateway

@Suite("Access")
struct AccessTests {
    private static func key(
        _ name: String,
        _ value: String,
        providers: [String]? = nil,
        models: [String]? = nil,
        trusted: Bool = false
    ) throws -> AccessKey {
        let hasher = try #require(SHA256Hasher())
        return AccessKey(
            name: name,
            digest: hasher.digest(of: value.utf8.span),
            providers: providers,
            models: models,
            isTrusted: trusted
        )
    }

    private static let local = ConfiguredProvider(
        name: "local",
        provider: CompatibleProvider(),
        baseURL: "https://local.example",
        keys: []
    )

    /// A relay with a key for all, one for a provider, one for a model, and one for a server.
    private func bench(
        _ outcome: ScriptedTransport.Outcome = .answer,
        tokens: Bool = true
    ) throws -> Bench {
        let keys = [
            try Self.key("all", "key-for-all"), try Self.key("one", "key-for-one", providers: ["local"]),
            try Self.key("model", "key-for-model", models: ["m", "local/x-*"]),
            try Self.key("server", "key-for-server", trusted: true),
            try Self.key("page", "ek_key_for_a_page"),
        ]
        return Bench(outcome, providers: [Bench.openAI, Self.local]) {
            $0.access = AccessPolicy(keys: keys, allowsCallerTokens: tokens)
        }
    }

    private func bearer(_ key: String) -> [String] { ["Authorization: Bearer " + key] }

    @Test(
        "whoever has no key is told so before anything else, the same whatever is wrong",
        arguments: [
            nil, "Bearer", "Bearer ", "Bearer wrong", "Bearer key-for-al", "Bearer key-for-all2", "Bearer KEY-FOR-ALL",
            "Basic key-for-all", "key-for-all", "Bearer key-for-all x",
        ] as [String?]
    )
    func refused(_ value: String?) async throws {
        for target in [
            "POST /v1/realtime/calls?model=m", "POST /nobody/v1/realtime/calls?model=m", "POST /whip/nobody/m",
            "POST /v1/realtime/calls?model=local/m", "DELETE /v1/realtime/calls/rtc_1", "GET /v1/realtime/providers",
            "GET /v1/realtime/providers/openai", "GET /v1/realtime/ice-servers", "POST /v1/realtime/client_secrets",
            "POST /v1/live/sessions", "POST /v1/realtime/calls?model=%zz",
        ] {
            let bench = try bench()
            let response = try await bench.send(target, value.map { ["Authorization: " + $0] } ?? [])
            #expect(response.status == 401)
            #expect(response.code == "invalid_access_key")
            #expect(response.fields.value(of: "www-authenticate") == "Bearer")
            #expect(response.fields.value(of: "x-should-retry") == "false")
            #expect(!response.text.contains("openai") && !response.text.contains("local"))
            #expect(bench.transport.sent.isEmpty)
        }
    }

    @Test("health, readiness and preflights need no key")
    func open() async throws {
        let bench = try bench()
        for target in ["GET /healthz", "GET /readyz", "OPTIONS /v1/realtime/calls", "OPTIONS /whip/openai/m"] {
            #expect(try await bench.send(target).status < 300)
        }
    }

    @Test("a key lets in, as bearer token or as Azure's SDKs send it, and its name is in the record")
    func letIn() async throws {
        for field in [
            "Authorization: Bearer key-for-all", "authorization: bearer  key-for-all ", "api-key: key-for-all",
        ] {
            let bench = try bench()
            let response = try await bench.post(fields: [field])
            #expect(response.status == 201)
            #expect(bench.records.map(\.exchange.accessKey) == ["all"])
            #expect(bench.transport.sent.first?.fields.first == "Authorization: Bearer sk-relay")
            #expect(bench.transport.sent.first?.fields.contains { $0.contains("key-for-all") } == false)
        }
        // A bearer token counts, not what else is there.
        let both = try await bench().post(fields: ["Authorization: Bearer wrong", "api-key: key-for-all"])
        #expect(both.status == 401)
    }

    @Test("metrics are for those who may see all providers")
    func metrics() async throws {
        let statuses = [("key-for-all", 200), ("key-for-one", 403), ("ek_made_up", 403), ("wrong", 401)]
        for (key, status) in statuses {
            #expect(try await bench().send("GET /metrics", bearer(key)).status == status)
        }
    }

    @Test("a body is not awaited from whoever may not call")
    func beforeTheBody() async throws {
        let response = try await bench().send("POST /v1/realtime/calls", body: [UInt8](repeating: 0, count: 5 << 20))
        #expect(response.status == 401)
    }

    @Test("a key opens its providers only, and does not tell which others there are")
    func providers() async throws {
        let bench = try bench()
        let fields = bearer("key-for-one")
        #expect(try await bench.post(to: "/v1/realtime/calls?model=local/m", fields: fields).status == 201)
        var refusals: Set<String> = []
        for path in [
            "/v1/realtime/calls?model=m", "/v1/realtime/calls?model=openai/m", "/openai/v1/realtime/calls?model=m",
            "/nobody/v1/realtime/calls?model=m", "/whip/openai/m",
        ] {
            let response = try await bench.post(to: path, fields: fields)
            #expect(response.status == 403)
            #expect(response.code == "access_denied")
            refusals.insert(response.text.replacing(response.fields.value(of: "x-request-id") ?? "", with: ""))
        }
        #expect(refusals.count == 1)
        let list = try await bench.send("GET /v1/realtime/providers", fields)
        #expect(list.text.contains(#""name":"local""#))
        #expect(!list.text.contains(#""name":"openai""#))
        #expect(try await bench.send("GET /v1/realtime/providers/local", fields).status == 200)
        for name in ["openai", "nobody"] {
            #expect(try await bench.send("GET /v1/realtime/providers/" + name, fields).code == "access_denied")
        }
        #expect(bench.transport.sent.count == 1)
    }

    @Test("a key for everything is told what is not there")
    func notFound() async throws {
        let bench = try bench()
        let response = try await bench.post(to: "/nobody/realtime/calls?model=m", fields: bearer("key-for-all"))
        #expect(response.code == "provider_not_found")
    }

    @Test(
        "a key opens its models only",
        arguments: [
            ("m", true), ("openai/m", true), ("local/m", true), ("local/x-1", true), ("x-1", false), ("n", false),
            ("mm", false), ("", false), ("openai/x-1", false),
        ]
    )
    func models(_ model: String, _ isAllowed: Bool) async throws {
        let bench = try bench()
        let response = try await bench.post(
            to: "/v1/realtime/calls?model=" + model,
            fields: bearer("key-for-model")
        )
        #expect(response.status == (isAllowed ? 201 : 403))
        #expect(response.code == (isAllowed ? nil : "access_denied"))
        let secret = try await bench.send("POST /v1/realtime/client_secrets", bearer("key-for-model"), text: "{}")
        #expect(secret.code == "access_denied")
    }

    @Test("trusted callers may name the end user")
    func trusted() async throws {
        for (key, travels) in [("key-for-server", true), ("key-for-all", false)] {
            let bench = try bench()
            _ = try await bench.post(fields: bearer(key) + ["OpenAI-Safety-Identifier: user-1"])
            let fields = try #require(bench.transport.sent.first).fields
            #expect(fields.contains("OpenAI-Safety-Identifier: user-1") == travels)
        }
    }

    // MARK: Callers' tokens

    @Test("a token of the caller's own goes to a provider that looks at it")
    func token() async throws {
        let bench = try bench()
        let response = try await bench.post(to: "/v1/realtime/calls", fields: bearer("ek_caller"))
        #expect(response.status == 201)
        #expect(bench.transport.sent.first?.fields.first == "Authorization: Bearer ek_caller")
        #expect(bench.records.first?.exchange.usedCallerToken == true)
    }

    @Test("a made-up token opens no server that does not look at it, and tells of none")
    func madeUpToken() async throws {
        let bench = try bench()
        for path in ["/v1/realtime/calls?model=local/m", "/local/v1/realtime/calls", "/nobody/v1/realtime/calls"] {
            let response = try await bench.post(to: path, fields: bearer("ek_made_up"))
            #expect(response.status == 403)
            #expect(response.code == "access_denied")
        }
        for path in ["/v1/realtime/providers", "/v1/realtime/providers/openai", "/v1/realtime/ice-servers"] {
            #expect(try await bench.send("GET " + path, bearer("ek_made_up")).code == "access_denied")
        }
        #expect(bench.transport.sent.isEmpty)
    }

    @Test("tokens can be switched off, and a key may look like one")
    func noTokens() async throws {
        let bench = try bench(tokens: false)
        #expect(try await bench.post(fields: bearer("ek_caller")).code == "invalid_access_key")
        #expect(try await bench.post(fields: bearer("ek_key_for_a_page")).status == 201)
        #expect(bench.transport.sent.map { $0.fields[0] } == ["Authorization: Bearer sk-relay"])
        let open = Bench { $0.access = AccessPolicy(allowsCallerTokens: false) }
        #expect(try await open.post(fields: bearer("ek_caller")).status == 401)
        #expect(try await open.post(fields: bearer("anything")).status == 201)
    }

    // MARK: Reload

    @Test("another configuration counts from the next request on")
    func reload() async throws {
        let bench = Bench()
        #expect(try await bench.post().status == 201)
        try bench.reload { $0.access = AccessPolicy(keys: [try Self.key("k", "new-key")]) }
        #expect(try await bench.post().status == 401)
        #expect(try await bench.post(fields: bearer("new-key")).status == 201)
    }
}
