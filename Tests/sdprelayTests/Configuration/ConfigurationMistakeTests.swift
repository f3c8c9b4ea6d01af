// SPDX-License-Identifier: MIT

import Testing

@testable import sdprelay

/// Every mistake names its place and what is allowed there, once.
struct ConfigurationMistakeTests {
    @Test(
        "One mistake, told in one line",
        arguments: [
            // The text as a whole.
            ("", "not JSON5"),
            ("{ providers: ", "not JSON5"),
            ("[]", "must be an object, not an array"),
            ("{}", "providers: is missing: an object of at least one provider"),
            ("{ providers: {} }", "providers: must be an object of at least one provider"),
            ("{ providers: [] }", "providers: must be an object of at least one provider"),
            // Unknown keys, at every level.
            (
                oneProvider(root: "porviders: 1"),
                "porviders: unknown key; allowed here: access_keys, allow_caller_tokens, bridge, call_id_lifetime, "
            ),
            (
                oneProvider("legaci: 1"),
                "providers.a.legaci: unknown key; allowed here: allow_private_network, auth, base_url, "
            ),
            (
                oneProvider("keys: [{ value: 'k', vlaue: 1 }]"),
                "providers.a.keys[0].vlaue: unknown key; allowed here: env, file, name, value"
            ),
            (
                oneProvider("timeouts: { read: 1 }"),
                "providers.a.timeouts.read: unknown key; allowed here: connect, first_byte, total"
            ),
            (oneProvider(root: "limits: { max: 1 }"), "limits.max: unknown key; allowed here: body_timeout, "),
            (oneProvider(root: "cors: { origin: 1 }"), "cors.origin: unknown key; allowed here: origins"),
            (oneProvider(root: "log: { level: 1 }"), "log.level: unknown key; allowed here: format"),
            // The root.
            (oneProvider(root: "listen: 8080"), "listen: must be HOST:PORT, not a number"),
            (oneProvider(root: "listen: 'example.com:80'"), "listen: must be HOST:PORT, such as \"127.0.0.1:8080\""),
            (oneProvider(root: "listen: ''"), "listen: must be HOST:PORT, not empty"),
            (
                oneProvider(root: "default_provider: 'b'"),
                "default_provider: must be one of the configured providers: \"a\""
            ),
            (oneProvider(root: "default_provider: true"), "default_provider: must be a string, not a boolean"),
            (
                "{ providers: { a: { kind: 'openai', keys: [{ value: 'k' }] }, b: { kind: 'openai' } } }",
                "default_provider: must be one of the configured providers: \"a\", \"b\", \"loopback\""
            ),
            (oneProvider(root: "loops: '2'"), "loops: must be a whole number from 1 to 256"),
            (oneProvider(root: "log: 'text'"), "log: must be an object, not a string"),
            (oneProvider(root: "log: { format: 'xml' }"), "log.format: must be \"json\" or \"text\""),
            (oneProvider(root: "cors: { origins: '*' }"), "cors.origins: must be an array of strings, not a string"),
            (
                oneProvider(root: "cors: { origins: ['app.example'] }"),
                "cors.origins[0]: must be \"*\" or an origin such as"
            ),
            (
                oneProvider(root: "cors: { origins: ['*', 'https://app.example/path'] }"),
                "cors.origins[1]: must be \"*\" or an origin such as"
            ),
            (oneProvider(root: "cors: { origins: [1] }"), "cors.origins[0]: must be a string, not a number"),
            (oneProvider(root: "trusted_callers: '::1'"), "trusted_callers: must be an array of strings, not a string"),
            (
                oneProvider(root: "trusted_callers: ['::1', 'localhost']"),
                "trusted_callers[1]: must be an IP address or CIDR range"
            ),
            (oneProvider(root: "limits: []"), "limits: must be an object, not an array"),
            (
                oneProvider(root: "limits: { body_timeout: 'soon' }"),
                "limits.body_timeout: must be a time from 10ms to 3600s, such as"
            ),
            // A provider.
            ("{ providers: { a: 'openai' } }", "providers.a: must be an object, not a string"),
            (
                "{ providers: { 'a/b': { kind: 'openai' } } }",
                "providers.a/b: a name is 1 to 64 letters, digits"
            ),
            ("{ providers: { a: {} } }", "providers.a.kind: is missing: \"openai\" or \"azure\" or \"inworld\""),
            ("{ providers: { a: { kind: 'Azure' } } }", "providers.a.kind: must be \"openai\" or \"azure\" or "),
            (
                "{ providers: { a: { kind: 1 } } }",
                "providers.a.kind: must be \"openai\" or \"azure\" or "
            ),
            ("{ providers: { a: { kind: 'compatible' } } }", "providers.a.base_url: is missing: an http or https URL"),
            (
                "{ providers: { a: { kind: 'openai', base_url: 1 } } }",
                "providers.a.base_url: must be an http or https URL"
            ),
            (oneProvider("legacy: 'off'"), "providers.a.legacy: must be \"ga\" or \"beta\""),
            (oneProvider("handshake: 'json'"), "providers.a.handshake: must be \"multipart\" or \"raw\""),
            (
                oneProvider("allow_private_network: 'yes'"),
                "providers.a.allow_private_network: must be true or false, not a string"
            ),
            (oneProvider("http2: 1"), "providers.a.http2: must be true or false, not a number"),
            (oneProvider("prewarm: 0"), "providers.a.prewarm: must be true or false, not a number"),
            (oneProvider("ca_file: '/no/such/file'"), "providers.a.ca_file: cannot read /no/such/file"),
            (oneProvider("proxy: 'proxy.example'"), "providers.a.proxy: must be a proxy's URL, such as"),
            (oneProvider("timeouts: 5"), "providers.a.timeouts: must be an object, not a number"),
            (
                oneProvider("timeouts: { connect: -1 }"),
                "providers.a.timeouts.connect: must be a time from 50ms to 600s"
            ),
            // Keys.
            (
                oneProvider("keys: 'sk-1'"),
                "providers.a.keys: must be an array of at most 64 of {value}, {env} or {file}"
            ),
            (oneProvider("keys: ['sk-1']"), "providers.a.keys[0]: must be an object, not a string"),
            (
                oneProvider("keys: [{ value: 'k' }, {}]"),
                "providers.a.keys[1]: must be an object with exactly one of \"value\", \"env\" or \"file\""
            ),
            (
                oneProvider("keys: [{ value: 'k', file: '/dev/null' }]"),
                "providers.a.keys[0]: must be an object with exactly one of"
            ),
            (oneProvider("keys: [{ value: 1 }]"), "providers.a.keys[0].value: must be a string, not a number"),
            (
                oneProvider("keys: [{ env: 'NOT_SET' }]"),
                "providers.a.keys[0].env: the environment variable NOT_SET is not set"
            ),
            (oneProvider("keys: [{ file: '/no/such/file' }]"), "providers.a.keys[0].file: cannot read /no/such/file"),
            (
                oneProvider("keys: [{ file: '/dev/null' }]"),
                "providers.a.keys[0]: the key must be visible ASCII characters"
            ),
            (
                oneProvider("keys: [{ value: 'two words' }]"),
                "providers.a.keys[0]: the key must be visible ASCII characters"
            ),
            (
                oneProvider("keys: [{ value: 'line\\n' }]"),
                "providers.a.keys[0]: the key must be visible ASCII characters"
            ),
            // Header fields.
            (
                oneProvider("extra_headers: ['X: 1']"),
                "providers.a.extra_headers: must be an object of header names and values, not an array"
            ),
            (
                oneProvider("extra_headers: { 'X Y': '1' }"),
                "providers.a.extra_headers.X Y: must be a header name with a string"
            ),
            (
                oneProvider("extra_headers: { '': '1' }"),
                "providers.a.extra_headers.: must be a header name with a string"
            ),
            (
                oneProvider("extra_headers: { X: 1 }"),
                "providers.a.extra_headers.X: must be a header name with a string"
            ),
            (
                oneProvider("extra_headers: { X: 'a\\r\\nY: b' }"),
                "providers.a.extra_headers.X: must be a header name with a string"
            ),
            (
                oneProvider("extra_headers: { AUTHORIZATION: 'x' }"),
                "providers.a.extra_headers.AUTHORIZATION: is the relay's to set"
            ),
            (
                oneProvider("extra_headers: { 'Content-Length': '1' }"),
                "providers.a.extra_headers.Content-Length: is the relay's to set"
            ),
        ]
    )
    func tellsOneMistake(text: String, beginning: String) {
        let told = mistakes(text)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix(beginning) == true)
    }

    @Test func tellsAllMistakesAtOnce() {
        let told = mistakes(
            """
            { listen: 1, loops: 0, z: 1,
              providers: { a: { kind: 'openai', keys: [{}], x: 1 }, b: { kind: 2, y: 1 } } }
            """
        )
        #expect(
            told.map { String($0.prefix { $0 != " " }) } == [
                "listen:", "providers.a.keys[0]:", "providers.a.x:", "providers.b.kind:", "providers.b.y:", "loops:",
                "default_provider:", "z:",
            ]
        )
    }

    @Test func saysWhereTheTextIsNotJSON5() throws {
        let told = try #require(mistakes("{\n  providers: {\n    a: ! }\n}").first)
        #expect(told.contains("line 3"))
    }

    @Test(
        "Limits, from both sides",
        arguments: [
            ("limits.max_in_flight", 1, 1_000_000), ("limits.max_connections", 1, 1_000_000),
            ("limits.max_body_bytes", 1024, 64 << 20), ("limits.max_offer_bytes", 1024, 1 << 20),
            ("limits.max_target_bytes", 256, 64 << 10), ("limits.max_header_bytes", 1024, 1 << 20),
            ("limits.max_header_fields", 8, 1000), ("loops", 1, 256),
            ("providers.a.max_response_bytes", 1024, 64 << 20),
        ]
    )
    func holdsNumbersToTheirRange(path: String, low: Int, high: Int) {
        for allowed in [low, high] { #expect(mistakes(member(path, "\(allowed)")) == []) }
        for refused in ["\(low - 1)", "\(high + 1)", "\(low).5", "1e300", "-\(low)"] {
            #expect(mistakes(member(path, refused)) == ["\(path): must be a whole number from \(low) to \(high)"])
        }
    }

    @Test(
        "Times, from both sides",
        arguments: [
            ("limits.header_timeout", "10ms", "3600s", "9ms", "3600001ms"),
            ("limits.body_timeout", "10ms", "3600s", "9ms", "3600001ms"),
            ("limits.idle_timeout", "10ms", "3600s", "9ms", "3600001ms"),
            ("limits.write_timeout", "10ms", "3600s", "9ms", "3600001ms"),
            ("drain_timeout", "0ms", "3600s", "-1ms", "3600001ms"),
            ("providers.a.timeouts.connect", "50ms", "600s", "49ms", "600001ms"),
            ("providers.a.timeouts.first_byte", "50ms", "600s", "49ms", "600001ms"),
            ("providers.a.timeouts.total", "50ms", "600s", "49ms", "600001ms"),
        ]
    )
    func holdsTimesToTheirRange(path: String, low: String, high: String, tooLow: String, tooHigh: String) {
        for allowed in [low, high] { #expect(mistakes(member(path, "'\(allowed)'")) == []) }
        for refused in ["'\(tooLow)'", "'\(tooHigh)'", "'1d'", "'1'", "'s'", "'infs'", "'nans'", "true", "''"] {
            let told = mistakes(member(path, refused))
            #expect(told.count == 1)
            #expect(told.first?.hasPrefix("\(path): must be a time from ") == true)
        }
    }

    @Test(
        "A provider's name",
        arguments: [
            ("a", true), ("A-z_0.9", true), (String(repeating: "n", count: 64), true),
            (String(repeating: "n", count: 65), false), ("", false), ("a b", false), ("a~b", false), ("ä", false),
        ]
    )
    func holdsNamesToWhatAModelPrefixCanBe(name: String, isAllowed: Bool) {
        #expect(mistakes("{ providers: { '\(name)': { kind: 'openai' } } }").isEmpty == isAllowed)
    }

    /// A configuration with one member set.
    private func member(_ path: String, _ value: String) -> String {
        let names = path.split(separator: ".").map(String.init)
        let nested = names.dropFirst(path.hasPrefix("providers.a.") ? 2 : 0).reversed()
            .reduce(value) { "{ \($1): \($0) }" }.dropFirst(2).dropLast(2)
        return path.hasPrefix("providers.a.") ? oneProvider(String(nested)) : oneProvider(root: String(nested))
    }
}
