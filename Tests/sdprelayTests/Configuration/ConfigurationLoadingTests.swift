// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Testing
import UpstreamHTTP

@testable import sdprelay

/// What good configurations mean.
struct ConfigurationLoadingTests {
    @Test func loadsTheExample() throws {
        let configuration = try loaded(
            """
            { listen: "127.0.0.1:8080", default_provider: "openai", providers: { openai: { kind: "openai",
              base_url: "http://127.0.0.1:9000", keys: [{ value: "sk-1" }], allow_private_network: true } } }
            """
        )
        let entry = try #require(configuration.providers.first)
        #expect(configuration.listen.description == "127.0.0.1:8080")
        #expect(configuration.defaultProvider == "openai")
        #expect(configuration.warnings == [])
        #expect(entry.provider.name == "openai")
        #expect(entry.provider.provider.facts.kind == "openai")
        #expect(entry.provider.baseURL == "http://127.0.0.1:9000")
        #expect(entry.provider.keys.map(\.secret) == ["sk-1"])
        #expect(entry.policy.allowPrivateNetwork)
    }

    @Test func hasTheDocumentedDefaults() throws {
        let configuration = try loaded("{ providers: { openai: { kind: 'openai' } } }")
        let entry = try #require(configuration.providers.first)
        #expect(configuration.listen.description == "127.0.0.1:8080")
        #expect(configuration.loops == nil)
        #expect(configuration.corsOrigins == nil)
        #expect(configuration.logFormat == .json)
        #expect(configuration.trustedCallers == [])
        #expect(configuration.drainTimeout == .seconds(30))
        #expect(configuration.limits.maxOfferBytes == 256 * 1024)
        #expect(configuration.limits.http.maxTargetBytes == 8 * 1024)
        #expect(configuration.limits.http.maxHeaderBytes == 32 * 1024)
        #expect(configuration.limits.http.maxFields == 100)
        #expect(entry.provider.baseURL == "https://api.openai.com")
        #expect(entry.provider.keys == [])
        #expect(entry.provider.legacyMode == .ga)
        #expect(entry.provider.handshake == .multipart)
        #expect(entry.provider.extraFields == [])
        #expect(!entry.policy.allowPrivateNetwork)
        #expect(entry.policy.maxResponseBytes == 1 << 20)
        #expect(entry.policy.connectTimeout == .seconds(5))
        #expect(!entry.policy.http2)
        #expect(entry.policy.proxy == nil)
        #expect(entry.policy.caFile == nil)
        #expect(entry.keepsWarm)
    }

    @Test func reachesCompatibleServersOnPrivateNetworksUnlessTold() throws {
        #expect(try loaded(oneProvider()).providers[0].policy.allowPrivateNetwork)
        #expect(try !loaded(oneProvider("allow_private_network: false")).providers[0].policy.allowPrivateNetwork)
        #expect(try loaded(oneProvider()).providers[0].provider.legacyMode == .beta)
    }

    @Test func takesEveryMember() throws {
        let configuration = try loaded(
            """
            {
                listen: "[::1]:0", default_provider: "b", loops: 3, drain_timeout: "1500ms",
                providers: {
                    a: { kind: "openai" },
                    b: {
                        kind: "compatible", base_url: "https://h.example/x", keys: [{ value: "k1" }, { value: "k2" }],
                        legacy: "ga", handshake: "raw", extra_headers: { "X-B": "2", "X-A": "1" },
                        allow_private_network: false, proxy: "http://p.example:3128", http2: true, prewarm: false,
                        timeouts: { connect: 1, first_byte: "2s", total: "1m" }, max_response_bytes: 2048,
                    },
                },
                limits: {
                    max_in_flight: 1, max_connections: 2, max_body_bytes: 4096, max_offer_bytes: 2048,
                    max_target_bytes: 300, max_header_bytes: 1500, max_header_fields: 9, header_timeout: "1s",
                    body_timeout: "2s", idle_timeout: "3s", write_timeout: "4s",
                },
                cors: { origins: ["https://app.example", "http://localhost:*"] },
                log: { format: "text" },
                trusted_callers: ["10.0.0.0/8", "::1"],
            }
            """
        )
        let entry = configuration.providers[1]
        #expect(configuration.listen.description == "[::1]:0")
        #expect(configuration.defaultProvider == "b")
        #expect(configuration.loops == 3)
        #expect(configuration.drainTimeout == .milliseconds(1500))
        #expect(entry.provider.baseURL == "https://h.example/x")
        #expect(entry.origin == "https://h.example")
        #expect(entry.provider.keys.map(\.secret) == ["k1", "k2"])
        #expect(entry.provider.legacyMode == .ga)
        #expect(entry.provider.handshake == .raw)
        #expect(entry.provider.extraFields == ["X-A: 1", "X-B: 2"])
        #expect(!entry.policy.allowPrivateNetwork)
        #expect(entry.policy.proxy == "http://p.example:3128")
        #expect(entry.policy.http2)
        #expect(!entry.keepsWarm)
        #expect(entry.policy.connectTimeout == .seconds(1))
        #expect(entry.policy.firstByteTimeout == .seconds(2))
        #expect(entry.policy.totalTimeout == .seconds(60))
        #expect(entry.policy.maxResponseBytes == 2048)
        #expect(configuration.limits.maxInFlight == 1)
        #expect(configuration.limits.http.maxConnections == 2)
        #expect(configuration.limits.maxBodyBytes == 4096)
        #expect(configuration.limits.maxOfferBytes == 2048)
        #expect(configuration.limits.http.maxTargetBytes == 300)
        #expect(configuration.limits.http.maxHeaderBytes == 1500)
        #expect(configuration.limits.http.maxFields == 9)
        #expect(configuration.limits.http.headerTimeout == .seconds(1))
        #expect(configuration.limits.http.bodyTimeout == .seconds(2))
        #expect(configuration.limits.http.idleTimeout == .seconds(3))
        #expect(configuration.limits.http.writeTimeout == .seconds(4))
        #expect(configuration.corsOrigins == ["https://app.example", "http://localhost:*"])
        #expect(configuration.logFormat == .text)
        #expect(configuration.trustedCallers.count == 2)
    }

    @Test func readsJSON5() throws {
        let configuration = try loaded(
            """
            // A comment,
            /* and another. */
            {
                'providers': { "openai": { kind: 'openai', keys: [{ value: "sk-\\x31" },], }, },
                loops: +0x2, log: null, "drain_timeout": .5,
            }
            """
        )
        #expect(configuration.loops == 2)
        #expect(configuration.drainTimeout == .milliseconds(500))
        #expect(configuration.providers[0].provider.keys.map(\.secret) == ["sk-1"])
    }

    @Test(
        "The default provider",
        arguments: [
            ("default_provider: 'b', ", "a b", "b"), ("", "b", "b"), ("", "a openai", "openai"),
            ("default_provider: 'a', ", "a openai", "a"), ("default_provider: 'loopback', ", "a", "loopback"),
        ]
    )
    func choosesTheDefaultProvider(member: String, names: String, expected: String) throws {
        let keys = "keys: [{ value: 'sk-1' }]"
        let providers = names.split(separator: " ").map { "\($0): { kind: 'openai', \(keys) }" }.joined(separator: ", ")
        #expect(try loaded("{ \(member) providers: { \(providers) } }").defaultProvider == expected)
    }

    @Test(
        "The loopback is there always, and the default where no other provider has a key that it needs",
        arguments: [
            ("a: { kind: 'openai' }", "loopback"), ("a: { kind: 'openai' }, openai: { kind: 'openai' }", "loopback"),
            ("a: { kind: 'localai', base_url: 'http://127.0.0.1:1' }", "a"),
            ("a: { kind: 'loopback' }, openai: { kind: 'openai' }", "a"),
        ]
    )
    func fallsBackToTheLoopback(providers: String, expected: String) throws {
        let configuration = try loaded("{ providers: { \(providers) } }")
        #expect(configuration.defaultProvider == expected)
        #expect(configuration.providers.contains { $0.provider.name == "loopback" })
    }

    @Test(
        "Times",
        arguments: [
            ("'500ms'", Duration.milliseconds(500)), ("'1.5s'", .milliseconds(1500)), ("'2m'", .seconds(120)),
            ("3", .seconds(3)), ("0.25", .milliseconds(250)), ("0", .zero), ("'0s'", .zero), ("'60m'", .seconds(3600)),
        ]
    )
    func readsTimes(text: String, expected: Duration) throws {
        #expect(try loaded(oneProvider(root: "drain_timeout: \(text)")).drainTimeout == expected)
    }

    @Test(
        "Keys that travel unencrypted are worth a word",
        arguments: [
            ("http://h.example", true), ("https://h.example", false), ("http://127.0.0.1:9000", false),
            ("http://localhost:9000", false), ("http://[::1]:9000", false), ("http://localhost.example", true),
            ("http://127.evil.example", true),
        ]
    )
    func warnsOfUnencryptedKeys(url: String, isWarned: Bool) throws {
        let text = "{ providers: { a: { kind: 'compatible', base_url: '\(url)', keys: [{ value: 'k' }] } } }"
        #expect(
            try loaded(text).warnings.map(\.description)
                == (isWarned ? ["providers.a.base_url: keys travel unencrypted over http"] : [])
        )
        #expect(try loaded(text.replacing("{ value: 'k' }", with: "")).warnings == [])
    }
}
