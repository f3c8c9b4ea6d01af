// SPDX-License-Identifier: MIT

import EventPipeline
import Providers
import RecordFile
import Signaling
import Testing

@testable import sdprelay

/// The keys of bridged calls: of a provider, and `bridge`.
struct BridgeConfigurationTests {
    private func entry(_ members: String, _ name: String = "a") throws -> RelayConfiguration.ProviderEntry {
        let configuration = try loaded(oneProvider(members))
        return try #require(configuration.providers.first { $0.provider.name == name })
    }

    private func bridge(_ members: String) throws -> BridgeProviderSettings {
        try entry("bridge: { \(members) }").bridge
    }

    // MARK: A provider

    @Test func isDirectByItself() throws {
        let entry = try entry("")
        #expect(entry.media == .direct)
        #expect(!entry.mayChooseMedia)
        #expect(entry.maxCalls == nil)
        #expect(entry.bridge == BridgeProviderSettings())
        #expect(entry.bridge.maxDuration == .seconds(7200))
        #expect(entry.bridge.idleTimeout == .seconds(600))
        #expect(entry.bridge.policy == EventPolicy())
        #expect(try bridge("") == BridgeProviderSettings())
    }

    @Test func takesWhoHasTheMedia() throws {
        #expect(try entry("media: 'bridge'").media == .bridge)
        #expect(try entry("media: 'direct', media_per_call: true").mayChooseMedia)
        #expect(try entry("max_calls: 500").maxCalls == 500)
    }

    @Test func letsCallersOfTheLoopbackChoose() throws {
        #expect(try entry("", "loopback").mayChooseMedia)
        let own = { (members: String) in
            try loaded("{ providers: { loopback: { kind: 'loopback', \(members) } } }").providers.first?.mayChooseMedia
        }
        #expect(try own("") == true)
        #expect(try own("media_per_call: false") == false)
    }

    @Test func takesEveryKeyOfAProvidersBridge() throws {
        let settings = try bridge(
            """
            max_duration: '1h', idle_timeout: '30s', max_tokens: 200000,
            client_events: ['session.update', 'response.create'], max_event_bytes: 262144, max_events_per_second: 50,
            locked_session: ['instructions', 'audio.output.voice'], session: { instructions: 'Be brief.' },
            translate: false, allow_private_candidates: true
            """
        )
        var expected = BridgeProviderSettings()
        expected.maxDuration = .seconds(3600)
        expected.idleTimeout = .seconds(30)
        expected.policy.maximumTokens = 200_000
        expected.policy.allowedClientEvents = ["session.update", "response.create"]
        expected.policy.maximumEventBytes = 262_144
        expected.policy.maximumEventsPerSecond = 50
        expected.policy.lockedSessionFields = ["instructions", "audio.output.voice"]
        expected.policy.injectedSession = Array(#"{"instructions":"Be brief."}"#.utf8)
        expected.translates = false
        expected.allowsPrivateCandidates = true
        #expect(settings == expected)
    }

    @Test func mayAllowNoEventAtAll() throws {
        #expect(try bridge("client_events: []").policy.allowedClientEvents == [])
    }

    @Test func writesTheSessionAsJSON() throws {
        let session = try bridge(
            #"session: { tools: [{ name: "a\"b", n: -1.5, big: 1e300 }, null, true, []], audio: {}, 'é/x': +7, }"#
        ).policy.injectedSession
        let text = session.map { String(decoding: $0, as: UTF8.self) }
        #expect(text == #"{"audio":{},"tools":[{"big":1e+300,"n":-1.5,"name":"a\"b"},null,true,[]],"é/x":7}"#)
    }

    @Test func takesASessionUpToItsLimit() throws {
        let frame = #"{"instructions":""}"#.utf8.count
        let fits = String(repeating: "x", count: 65_536 - frame)
        #expect(try bridge("session: { instructions: '\(fits)' }").policy.injectedSession?.count == 65_536)
        #expect(
            mistakes(oneProvider("bridge: { session: { instructions: '\(fits)x' } }")) == [
                "providers.a.bridge.session: must be at most 65536 bytes of JSON, its numbers finite"
            ]
        )
    }

    @Test func takesUpTo256Names() throws {
        let names = { (count: Int) in (0..<count).map { "'e\($0)'" }.joined(separator: ",") }
        #expect(try bridge("client_events: [\(names(256))]").policy.allowedClientEvents?.count == 256)
        #expect(
            mistakes(oneProvider("bridge: { client_events: [\(names(257))], locked_session: [\(names(257))] }")) == [
                "providers.a.bridge.client_events: must be an array of at most 256",
                "providers.a.bridge.locked_session: must be an array of at most 256",
            ]
        )
    }

    @Test(arguments: [
        ("max_duration", "'100ms'", "'24h'"), ("idle_timeout", "'100ms'", "'24h'"), ("max_tokens", "1", "1000000000"),
        ("max_event_bytes", "64", "262144"), ("max_events_per_second", "1", "100000"),
    ])
    func takesTheEndsOfARange(_ name: String, _ least: String, _ most: String) throws {
        for value in [least, most] { _ = try bridge("\(name): \(value)") }
    }

    @Test(arguments: [
        (
            "max_duration: '99ms'",
            "max_duration: must be a time from 100ms to 86400s, such as \"500ms\", \"5s\" or \"2m\""
        ),
        (
            "max_duration: '25h'",
            "max_duration: must be a time from 100ms to 86400s, such as \"500ms\", \"5s\" or \"2m\""
        ),
        (
            "idle_timeout: '99ms'",
            "idle_timeout: must be a time from 100ms to 86400s, such as \"500ms\", \"5s\" or \"2m\""
        ),
        (
            "idle_timeout: '25h'",
            "idle_timeout: must be a time from 100ms to 86400s, such as \"500ms\", \"5s\" or \"2m\""
        ),
        ("max_tokens: 0", "max_tokens: must be a whole number from 1 to 1000000000"),
        ("max_tokens: 1000000001", "max_tokens: must be a whole number from 1 to 1000000000"),
        ("max_event_bytes: 63", "max_event_bytes: must be a whole number from 64 to 262144"),
        ("max_event_bytes: 262145", "max_event_bytes: must be a whole number from 64 to 262144"),
        ("max_events_per_second: 0", "max_events_per_second: must be a whole number from 1 to 100000"),
        ("max_events_per_second: 100001", "max_events_per_second: must be a whole number from 1 to 100000"),
        ("client_events: 'x'", "client_events: must be an array of strings, not a string"),
        ("client_events: ['a', '']", "client_events[1]: must be the type of an event, such as \"response.create\""),
        (
            "locked_session: ['a', 'b..c']",
            "locked_session[1]: must be a field of a session, such as \"instructions\" or \"audio.output.voice\""
        ),
        (
            "locked_session: ['']",
            "locked_session[0]: must be a field of a session, such as \"instructions\" or \"audio.output.voice\""
        ),
        ("session: '{}'", "session: must be an object, not a string"),
        ("session: { x: [Infinity] }", "session: must be at most 65536 bytes of JSON, its numbers finite"),
        ("translate: 1", "translate: must be true or false, not a number"),
        ("allow_private_candidates: 'no'", "allow_private_candidates: must be true or false, not a string"),
    ])
    func namesThePlaceOfAMistake(_ members: String, _ told: String) {
        #expect(mistakes(oneProvider("bridge: { \(members) }")) == ["providers.a.bridge.\(told)"])
    }

    @Test(arguments: [
        ("media: 'relay'", "media: must be \"direct\" or \"bridge\""),
        ("bridge: true", "bridge: must be an object, not a boolean"),
        ("media_per_call: 'yes'", "media_per_call: must be true or false, not a string"),
        ("max_calls: 0", "max_calls: must be a whole number from 1 to 1000000"),
        ("max_calls: 1000001", "max_calls: must be a whole number from 1 to 1000000"),
    ])
    func namesThePlaceOfAProvidersMistake(_ members: String, _ told: String) {
        #expect(mistakes(oneProvider(members)) == ["providers.a.\(told)"])
    }

    @Test func bridgesNobodyWhoTakesNoOffers() throws {
        let socket = { (members: String) in "{ providers: { e: { kind: 'elevenlabs', \(members) } } }" }
        #expect(
            mistakes(socket("media: 'bridge', media_per_call: true, max_calls: 1, bridge: {}"))
                == ["media", "media_per_call", "max_calls", "bridge"].map {
                    "providers.e.\($0): does not apply to this kind of provider: it takes no offers"
                }
        )
        _ = try loaded(socket("media: 'direct', media_per_call: false"))
    }

    // MARK: Warnings

    private func warnings(_ members: String) throws -> [String] {
        try loaded(oneProvider(members)).warnings.map(\.description)
    }

    @Test(
        arguments: [
            (
                "'session.update', 'response.crate'",
                [
                    "providers.a.bridge.client_events[1]: no event of clients is known by this name; "
                        + "did you mean \"response.create\"?"
                ]
            ),
            (
                "'conversation.item.created', 'quite.another.thing', 'response.done'",
                [
                    "providers.a.bridge.client_events[0]: no event of clients is known by this name; "
                        + "did you mean \"conversation.item.create\"?",
                    "providers.a.bridge.client_events[1]: no event of clients is known by this name",
                    "providers.a.bridge.client_events[2]: no event of clients is known by this name",
                ]
            ),
            ("'response.create', 'transcription_session.update', 'session.input_audio_buffer.append'", []),
            ("", []),
        ] as [(String, [String])]
    )
    func warnsOfEventsThatNobodyKnows(_ names: String, _ told: [String]) throws {
        #expect(try warnings("media: 'bridge', bridge: { client_events: [\(names)] }") == told)
    }

    @Test func takesAnEventThatNobodyKnows() throws {
        let settings = try bridge("client_events: ['session.invented_tomorrow']")
        #expect(settings.policy.allowedClientEvents == ["session.invented_tomorrow"])
    }

    @Test(
        arguments: [
            (
                "media: 'bridge', media_per_call: true, bridge: { locked_session: ['tools'] }",
                [
                    "providers.a.media_per_call: callers get around what `bridge` says of events by media=direct: "
                        + "set `media_per_call` to false"
                ]
            ),
            (
                "bridge: { max_tokens: 1 }",
                ["providers.a.bridge: what it says of events holds for no call: `media` is \"direct\""]
            ),
            ("media: 'bridge', bridge: { locked_session: ['tools'], max_tokens: 1 }", []),
            ("media: 'bridge', media_per_call: true, bridge: { max_duration: '1h', translate: false }", []),
            ("media_per_call: true", []),
        ] as [(String, [String])]
    )
    func warnsOfPoliciesThatDoNotHold(_ members: String, _ told: [String]) throws {
        #expect(try warnings(members) == told)
    }

    // MARK: All providers

    @Test func hasLimitsAndNoRecordsByItself() throws {
        for root in ["", "bridge: {}"] {
            let bridge = try loaded(oneProvider(root: root)).bridge
            #expect(bridge.maxCallsPerLoop == 1000)
            #expect(bridge.setUpsPerSecond == 100)
            #expect(bridge.records == nil)
        }
    }

    @Test func takesLimitsAndRecords() throws {
        let bridge = try loaded(
            oneProvider(
                root: """
                    bridge: { max_calls_per_loop: 10, setups_per_second: 5,
                      records: { file: '/var/log/calls.jsonl', max_bytes: 1024, files: 7, content: true } }
                    """
            )
        ).bridge
        #expect(bridge.maxCallsPerLoop == 10)
        #expect(bridge.setUpsPerSecond == 5)
        let file = RecordFileSettings(path: "/var/log/calls.jsonl", maximumBytes: 1024, oldFiles: 7)
        #expect(bridge.records == RecordSettings(file: file, hasContent: true))
        let short = try loaded(oneProvider(root: "bridge: { records: { file: 'calls.jsonl' } }")).bridge.records
        #expect(short == RecordSettings(file: RecordFileSettings(path: "calls.jsonl"), hasContent: false))
    }

    @Test(arguments: [
        ("max_calls_per_loop", "1", "100000"), ("setups_per_second", "1", "100000"),
        ("records.max_bytes", "1024", "1099511627776"), ("records.files", "1", "1000"),
    ])
    func takesTheEndsOfARangeOfAll(_ path: String, _ least: String, _ most: String) throws {
        for value in [least, most] { _ = try loaded(oneProvider(root: root(path, value))) }
    }

    @Test(arguments: [
        ("max_calls_per_loop", "0", "from 1 to 100000"), ("max_calls_per_loop", "100001", "from 1 to 100000"),
        ("setups_per_second", "0", "from 1 to 100000"), ("setups_per_second", "100001", "from 1 to 100000"),
        ("records.max_bytes", "1023", "from 1024 to 1099511627776"),
        ("records.max_bytes", "1099511627777", "from 1024 to 1099511627776"),
        ("records.files", "0", "from 1 to 1000"), ("records.files", "1001", "from 1 to 1000"),
    ])
    func refusesWhatIsBeyondARange(_ path: String, _ value: String, _ range: String) {
        #expect(
            mistakes(oneProvider(root: root(path, value))) == ["bridge.\(path): must be a whole number \(range)"]
        )
    }

    private func root(_ path: String, _ value: String) -> String {
        let records = path.split(separator: ".").count == 2
        let name = path.split(separator: ".").last ?? ""
        return records ? "bridge: { records: { file: 'x', \(name): \(value) } }" : "bridge: { \(name): \(value) }"
    }

    @Test(arguments: [
        ("bridge: 1", "bridge: must be an object, not a number"),
        (
            "bridge: { calls: 1 }",
            "bridge.calls: unknown key; allowed here: max_calls_per_loop, records, setups_per_second"
        ),
        ("bridge: { records: 'x' }", "bridge.records: must be an object, not a string"),
        ("bridge: { records: {} }", "bridge.records.file: is missing: the path of a file"),
        ("bridge: { records: { file: '' } }", "bridge.records.file: must be the path of a file, not empty"),
        (
            "bridge: { records: { file: 'x', content: 0 } }",
            "bridge.records.content: must be true or false, not a number"
        ),
    ])
    func namesThePlaceOfAMistakeInAll(_ root: String, _ told: String) {
        #expect(mistakes(oneProvider(root: root)) == [told])
    }
}
