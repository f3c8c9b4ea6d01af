// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import Providers

@Suite("Provider registry")
struct RegistryTests {
    private static let withWebRTC = [
        "openai", "azure", "inworld", "localai", "speaches", "alibaba", "huggingface", "smg", "compatible",
        "loopback",
    ]
    private static let withoutWebRTC = [
        "xai", "elevenlabs", "gemini", "vertex", "azure-voice-live", "nova-sonic", "hume", "deepgram", "speechmatics",
        "soniox", "ultravox", "meta", "vllm",
    ]

    @Test("kinds are found by their names, each once")
    func kinds() {
        let kinds = ProviderRegistry.all.map(\.facts.kind)
        #expect(kinds == Self.withWebRTC + Self.withoutWebRTC)
        #expect(Set(kinds).count == kinds.count)
        #expect(ProviderRegistry.provider(kind: "openai") is OpenAIProvider)
        #expect(ProviderRegistry.provider(kind: "compatible") is CompatibleProvider)
        #expect(ProviderRegistry.provider(kind: "OpenAI") == nil)
    }

    @Test("each kind says whether it takes offers, and how")
    func webRTC() {
        for facts in ProviderRegistry.all.map(\.facts) {
            #expect(facts.supportsWebRTC == Self.withWebRTC.contains(facts.kind), "\(facts.kind)")
            #expect(facts.handshakes.isEmpty == !facts.supportsWebRTC)
            #expect(facts.endpoints.map(\.operation).count == Set(facts.endpoints.map(\.operation)).count)
            #expect(facts.endpoints.allSatisfy { $0.path.hasPrefix("/") && $0.path.hasPrefix(facts.apiRoot) })
            #expect(facts.endpoints.allSatisfy { $0.operation.isCallControl == $0.path.contains("{id}") })
        }
    }

    /// Sources: realtime API reference of each provider, as named in its file.
    @Test(
        "labels and subprotocols are those that providers document",
        arguments: [
            ("openai", "oai-events", "realtime", "openai-insecure-api-key."), ("azure", "oai-events", "realtime", nil),
            ("inworld", "oai-events", nil, nil), ("localai", "oai-events", "realtime", nil),
            ("alibaba", nil, nil, nil), ("azure-voice-live", "voice-live-events", nil, nil),
            ("xai", nil, nil, "xai-client-secret."), ("elevenlabs", nil, nil, nil), ("gemini", nil, nil, nil),
            ("deepgram", nil, nil, "token,"),
        ] as [(String, String?, String?, String?)]
    )
    func labels(_ kind: String, _ label: String?, _ subprotocol: String?, _ credential: String?) throws {
        let facts = try #require(ProviderRegistry.provider(kind: kind)).facts
        #expect(facts.dataChannelLabel == label)
        #expect(facts.webSocket?.subprotocol == subprotocol)
        #expect(facts.webSocket?.credentialSubprotocol == credential)
    }

    @Test("OpenAI has an endpoint for every operation, and others for what they can do")
    func operations() throws {
        let openAI = OpenAIProvider().facts
        #expect(Set(openAI.endpoints.map(\.operation)) == Set(Operation.allCases))
        #expect(openAI.defaultBaseURL == "https://api.openai.com")
        #expect(openAI.requiresKey)
        #expect(!openAI.allowsPrivateNetworkByDefault)
        #expect(openAI.limits.clientSecretSeconds == 10...7200)
        let compatible = CompatibleProvider().facts
        #expect(compatible.endpoints == openAI.endpoints)
        #expect(compatible.defaultBaseURL == nil)
        #expect(!compatible.requiresKey)
        #expect(compatible.allowsPrivateNetworkByDefault)
        for (kind, operations) in [
            ("azure", [.call, .clientSecret, .acceptCall, .hangUpCall, .referCall, .rejectCall]),
            ("inworld", [.call, .hangUpCall]), ("localai", [.call]), ("speaches", [.call]), ("alibaba", [.call]),
            ("huggingface", [.call, .hangUpCall]), ("smg", [.call, .clientSecret]),
            ("xai", [.clientSecret, .hangUpCall, .referCall]), ("gemini", []),
        ] as [(String, [Operation])] {
            let facts = try #require(ProviderRegistry.provider(kind: kind)).facts
            #expect(facts.endpoints.map(\.operation) == operations, "\(kind)")
            #expect(facts.supportsClientSecrets == operations.contains(.clientSecret))
            #expect(facts.callControl == operations.filter(\.isCallControl))
        }
    }

    @Test("callers' tokens go only to servers that look at them")
    func callerTokens() {
        func takes(_ provider: any Provider, _ keys: [ProviderKey]) -> Bool {
            ConfiguredProvider(name: "p", provider: provider, baseURL: "https://p.example", keys: keys)
                .takesCallerTokens
        }
        #expect(takes(OpenAIProvider(), []))
        #expect(takes(AzureProvider(), []))
        #expect(!takes(CompatibleProvider(), []))
        #expect(takes(CompatibleProvider(), ["k"]))
        #expect(takes(LoopbackProvider(), []))
        for provider in ProviderRegistry.all
        where !["openai", "azure", "compatible", "loopback"].contains(provider.facts.kind) {
            #expect(!takes(provider, ["k"]))
        }
    }

    @Test(
        "a provider without SDP over HTTP refuses offers of every kind",
        arguments: withoutWebRTC,
        [Operation.call, .legacyCall, .translationCall]
    )
    func noWebRTC(_ kind: String, _ operation: Operation) throws {
        let provider = try #require(ProviderRegistry.provider(kind: kind))
        let configured = ConfiguredProvider(name: kind, provider: provider, baseURL: "https://h.example", keys: ["k"])
        #expect(throws: ProviderRequestError.webRTCUnsupported) {
            try Exchanges.offerRequest(operation, model: "m", to: configured)
        }
    }

    @Test("a provider without an endpoint for an operation says so")
    func unsupportedOperation() throws {
        let smg = ConfiguredProvider(name: "s", provider: SMGProvider(), baseURL: "http://s.example", keys: [])
        #expect(throws: ProviderRequestError.unsupportedOperation(.translationCall)) {
            try Exchanges.offerRequest(.translationCall, model: "m", to: smg)
        }
        #expect(throws: ProviderRequestError.unsupportedOperation(.hangUpCall)) {
            try Exchanges.controlRequest(.hangUpCall, to: smg)
        }
        let gemini = ConfiguredProvider(name: "g", provider: GeminiProvider(), baseURL: "http://g.example", keys: [])
        #expect(throws: ProviderRequestError.unsupportedOperation(.clientSecret)) {
            try Exchanges.jsonRequest(.clientSecret, body: "{}", to: gemini)
        }
    }

    @Test(
        "a credential never shows its text",
        arguments: [UpstreamCredential.relayKey("s3cret"), .callerToken("s3cret"), .mintedToken("s3cret")]
    )
    func credentials(_ credential: UpstreamCredential) {
        var dumped = ""
        dump(credential, to: &dumped)
        dump(ProviderKey(name: "n", secret: "s3cret"), to: &dumped)
        let shown = "\(credential) \(String(reflecting: credential)) \(dumped) \([credential]) \(["a": credential])"
        #expect(!shown.contains("s3cret"))
        #expect(!"\(ProviderKey(name: "n", secret: "s3cret"))".contains("s3cret"))
        #expect(credential.secretText == "s3cret")
        #expect(UpstreamCredential.none.secretText == nil)
    }

    @Test("only the caller's token is the caller's")
    func callersCredential() {
        #expect(UpstreamCredential.callerToken("t").isCallers)
        #expect(!UpstreamCredential.relayKey("k").isCallers)
        #expect(!UpstreamCredential.mintedToken("k").isCallers)
        #expect(!UpstreamCredential.none.isCallers)
    }

    /// The values are those of http://www.isthe.com/chongo/src/fnv/test_fnv.c.
    @Test("fingerprints of names are FNV-1a's, the same in every process")
    func fingerprints() {
        #expect(NameFingerprint(of: "").value == 0xcbf2_9ce4_8422_2325)
        #expect(NameFingerprint(of: "a").value == 0xaf63_dc4c_8601_ec8c)
        #expect(NameFingerprint(of: "foobar").value == 0x8594_4171_f739_67e8)
    }
}
