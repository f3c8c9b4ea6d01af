// SPDX-License-Identifier: MIT

import Cryptography
import Gateway
import Providers
import Signaling
import Testing

@testable import sdprelay

/// Access keys, ids of calls, ICE servers, and what else came with them.
struct AccessConfigurationTests {
    private static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private static let secret = String(repeating: "s", count: 32)

    @Test func readsAccessKeys() throws {
        let keys = """
            access_keys: [
                { name: 'app', value: 'an access key 16'.replace },
                { name: 'web', env: 'WEB_KEY', providers: ['a'], models: ['m', 'x-*'] },
                { name: 'ci', sha256: '\(Self.digest)', trusted: true },
            ], allow_caller_tokens: false, open: true
            """.replacing("'an access key 16'.replace", with: "'an-access-key-16'")
        let configuration = try loaded(oneProvider(root: keys), ["WEB_KEY": "another-key-of-16"])
        let access = configuration.access
        #expect(access.keys.map(\.name) == ["app", "web", "ci"])
        #expect(access.keys.map(\.providers) == [nil, ["a"], nil])
        #expect(access.keys.map(\.models) == [nil, ["m", "x-*"], nil])
        #expect(access.keys.map(\.isTrusted) == [false, false, true])
        let hasher = try #require(SHA256Hasher())
        #expect(access.keys[0].digest.isEqual(to: hasher.digest(of: "an-access-key-16".utf8.span)))
        #expect(access.keys[2].digest.isEqual(to: hasher.digest(of: "abc".utf8.span)))
        #expect(!access.allowsCallerTokens)
        #expect(configuration.isOpen)
        let plain = try loaded(oneProvider())
        #expect(plain.access.isOpen && plain.access.allowsCallerTokens && !plain.isOpen)
    }

    @Test(
        "Mistakes in access keys",
        arguments: [
            ("access_keys: []", "access_keys: must be an array of 1 to 1000 access keys"),
            ("access_keys: 'k'", "access_keys: must be an array of 1 to 1000 access keys"),
            ("access_keys: [{ value: 'an-access-key-16' }]", "access_keys[0].name: is missing: a name is 1 to 64"),
            ("access_keys: [{ name: 'a b', value: 'an-access-key-16' }]", "access_keys[0].name: a name is 1 to 64"),
            ("access_keys: [{ name: 'a', value: 'an-access-key-1' }]", "access_keys[0]: the key must have at least 16"),
            ("access_keys: [{ name: 'a' }]", "access_keys[0]: must be an object with exactly one of"),
            ("access_keys: [{ name: 'a', sha256: 'ab' }]", "access_keys[0].sha256: must be the SHA-256 digest"),
            (
                "access_keys: [{ name: 'a', sha256: '\(digest)', value: 'an-access-key-16' }]",
                "access_keys[0]: must have exactly one of"
            ),
            (
                "access_keys: [{ name: 'a', value: 'an-access-key-16', providers: ['b'] }]",
                "access_keys[0].providers[0]: is no configured provider"
            ),
            (
                "access_keys: [{ name: 'a', sha256: '\(digest)' }, { name: 'a', value: 'an-access-key-16' }]",
                "access_keys[1].name: another access key has this name already"
            ),
            (
                "access_keys: [{ name: 'a', value: 'an-access-key-16' }, { name: 'b', value: 'an-access-key-16' }]",
                "access_keys[1]: another access key has the same value"
            ),
            ("allow_caller_tokens: 1", "allow_caller_tokens: must be true or false"),
            ("open: 'yes'", "open: must be true or false"),
            ("secret: { value: '\(secret.dropLast())' }", "secret: the secret must have at least 32 characters"),
            ("secret: []", "secret: must be one of {value}, {env} or {file}, or an array of 1 to 8"),
            ("secret: [{ value: '\(secret)' }, { value: 'x' }]", "secret[1]: the secret must have at least 32"),
            ("secret: { env: 'NONE' }", "secret.env: the environment variable NONE is not set"),
            ("call_ids: 'plain'", "call_ids: must be \"sealed\" or \"provider\""),
            ("call_id_lifetime: '999ms'", "call_id_lifetime: must be a time from 1s to 2592000s"),
            ("call_id_lifetime: '721h'", "call_id_lifetime: must be a time from 1s to 2592000s"),
            ("ice_servers: {}", "ice_servers: must be an array of at most 16 servers"),
            ("ice_servers: [{}]", "ice_servers[0].urls: must be an array of 1 to 8 of a URI such as"),
            ("ice_servers: [{ urls: ['http://x'] }]", "ice_servers[0].urls[0]: must be a URI such as"),
            ("ice_servers: [{ urls: ['turn:a b'] }]", "ice_servers[0].urls[0]: must be a URI such as"),
            ("ice_servers: [{ urls: ['turn:t'], username: 'u' }]", "ice_servers[0]: must have \"username\" and"),
            (
                "ice_servers: [{ urls: ['turn:t'], shared_secret: { value: 's' }, username: 'u' }]",
                "ice_servers[0]: must have \"username\" and"
            ),
            (
                "ice_servers: [{ urls: ['turn:t'], shared_secret: { value: 's' }, lifetime: '59s' }]",
                "ice_servers[0].lifetime: must be a time from 60s to 86400s"
            ),
        ]
    )
    func tellsMistakes(text: String, beginning: String) {
        let told = mistakes(oneProvider(root: text))
        #expect(told.count == 1, "\(told)")
        #expect(told.first?.hasPrefix(beginning) == true, "\(told)")
        #expect(!told.description.contains("an-access-key"))
    }

    @Test func readsCallIDs() throws {
        let plain = try loaded(oneProvider()).callIDs
        #expect(plain.mode == .sealed)
        #expect(plain.secrets == [])
        #expect(plain.lifetime == .seconds(86_400))
        let other = try loaded(
            oneProvider(
                root:
                    "call_ids: 'provider', call_id_lifetime: '2h', secret: [{ env: 'S' }, { value: '\(Self.secret)' }]"
            ),
            ["S": "t" + Self.secret]
        ).callIDs
        #expect(other.mode == .provider)
        #expect(other.secrets == ["t" + Self.secret, Self.secret])
        #expect(other.lifetime == .seconds(7200))
        #expect(try loaded(oneProvider(root: "secret: { value: '\(Self.secret)' }")).callIDs.secrets == [Self.secret])
    }

    @Test func readsICEServers() throws {
        let servers = try loaded(
            oneProvider(
                root: """
                    ice_servers: [
                        { urls: ['stun:s.example:3478'] },
                        { urls: ['turn:t.example?transport=udp', 'turns:t.example'], username: 'u', credential: { value: 'p' } },
                        { urls: ['turn:t.example'], shared_secret: { env: 'TURN' }, lifetime: '5m' },
                        { urls: ['turn:t.example'], shared_secret: { value: 'x' } },
                    ]
                    """
            ),
            ["TURN": "north"]
        ).iceServers
        #expect(servers.map(\.urls.count) == [1, 2, 1, 1])
        guard case .none = servers[0].access, case .password("u", "p") = servers[1].access,
            case .sharedSecret("north", .seconds(300)) = servers[2].access,
            case .sharedSecret("x", .seconds(3600)) = servers[3].access
        else {
            Issue.record("\(servers.count) servers with other credentials")
            return
        }
    }

    // MARK: Providers

    @Test func namesKeys() throws {
        let provider = try loaded(
            oneProvider("keys: [{ name: 'main', value: 'a' }, { env: 'KEY' }, { value: 'c' }]"),
            ["KEY": "b"]
        ).providers[0].provider
        #expect(provider.keys.map(\.name) == ["main", "KEY", "key-3"])
        #expect(provider.keys.map(\.secret) == ["a", "b", "c"])
    }

    @Test func readsWhatProvidersDifferIn() throws {
        let configuration = try loaded(
            """
            { default_provider: 'az', providers: {
                az: { kind: 'azure', base_url: 'https://r.example/openai/v1/', auth: 'bearer', handshake: 'multipart',
                      max_in_flight: 7, extra_query: { webrtcfilter: 'on', b: 'a b' } },
                short: { kind: 'azure', base_url: 'https://r.example/x/openai' },
                ali: { kind: 'alibaba', base_url: 'https://w.cn.example/api/v1' },
                ws: { kind: 'gemini' },
            } }
            """
        )
        let entries = Dictionary(uniqueKeysWithValues: configuration.providers.map { ($0.provider.name, $0) })
        let azure = try #require(entries["az"])
        #expect(azure.provider.baseURL == "https://r.example")
        #expect(azure.provider.authentication == .bearer)
        #expect(azure.provider.handshake == .multipart)
        #expect(azure.provider.extraQuery.map(\.text) == ["b=a%20b", "webrtcfilter=on"])
        #expect(azure.maxInFlight == 7)
        let short = try #require(entries["short"])
        #expect(short.provider.baseURL == "https://r.example/x")
        #expect(short.provider.authentication == .apiKey)
        #expect(short.provider.handshake == .twoStep)
        #expect(short.provider.legacyMode == .ga)
        #expect(short.maxInFlight == nil)
        #expect(entries["ali"]?.provider.baseURL == "https://w.cn.example")
        // There is nothing to be fast for.
        #expect(entries["ws"]?.keepsWarm == false)
        #expect(entries["az"]?.keepsWarm == true)
    }

    @Test(
        "What a kind cannot do is a mistake",
        arguments: [
            ("kind: 'azure', base_url: 'https://r', legacy: 'beta'", "providers.p.legacy: must be \"ga\""),
            (
                "kind: 'azure', base_url: 'https://r', handshake: 'raw'",
                "providers.p.handshake: must be \"two-step\" or"
            ),
            ("kind: 'openai', auth: 'api-key'", "providers.p.auth: must be \"bearer\""),
            ("kind: 'gemini', handshake: 'raw'", "providers.p.handshake: does not apply to this kind of provider"),
            ("kind: 'azure'", "providers.p.base_url: is missing"),
            ("kind: 'openai', max_in_flight: 0", "providers.p.max_in_flight: must be a whole number from 1 to 1000000"),
            ("kind: 'openai', extra_query: []", "providers.p.extra_query: must be an object of parameter names"),
            ("kind: 'openai', extra_query: { 'a b': 'c' }", "providers.p.extra_query.a b: must be a parameter name"),
            ("kind: 'openai', extra_query: { a: 1 }", "providers.p.extra_query.a: must be a parameter name"),
            (
                "kind: 'openai', keys: [{ name: 'k', value: 'a' }, { name: 'k', value: 'b' }]",
                "providers.p.keys[1]: another key has the name \"k\" already"
            ),
            ("kind: 'openai', keys: [{ name: 'a b', value: 'k' }]", "providers.p.keys[0].name: a name is 1 to 64"),
        ]
    )
    func tellsMistakesOfProviders(text: String, beginning: String) {
        let told = mistakes("{ providers: { p: { \(text) } } }")
        #expect(told.count == 1, "\(told)")
        #expect(told.first?.hasPrefix(beginning) == true, "\(told)")
    }

    @Test("Words that paths begin with are no names of providers", arguments: ["v1", "whip"])
    func reservesNames(name: String) {
        #expect(
            mistakes("{ providers: { '\(name)': { kind: 'openai' } } }") == [
                "providers.\(name): is the first word of the relay's own paths"
            ]
        )
    }

    @Test("as many keys as a provider may have, and one more")
    func keyLimit() {
        let keys = { (count: Int) in (0..<count).map { "{ value: 'k\($0)' }" }.joined(separator: ",") }
        #expect(mistakes(oneProvider("keys: [\(keys(64))]")) == [])
        #expect(mistakes(oneProvider("keys: [\(keys(65))]")).count == 1)
    }

    // MARK: Who may call from where

    @Test(
        "Without access keys the relay serves this machine only",
        arguments: [
            ("127.0.0.1:1", "", true), ("127.9.9.9:1", "", true), ("localhost:1", "", true), ("[::1]:1", "", true),
            (":1", "", false), ("0.0.0.0:1", "", false), ("[::]:1", "", false), ("192.0.2.1:1", "", false),
            (":1", "open: true", true), (":1", "open: false", false),
            (":1", "access_keys: [{ name: 'a', value: 'an-access-key-16' }]", true),
        ]
    )
    func keepsToThisMachine(listen: String, access: String, isFine: Bool) throws {
        let problem = try loaded(oneProvider(root: "listen: '\(listen)', \(access)")).accessProblem
        #expect((problem == nil) == isFine)
        #expect(problem.map { $0.path == "listen" } ?? true)
    }
}
