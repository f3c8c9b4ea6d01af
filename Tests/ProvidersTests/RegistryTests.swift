// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Provider registry")
struct RegistryTests {
    @Test("kinds are found by their names, each once")
    func kinds() {
        #expect(ProviderRegistry.all.map(\.facts.kind) == ["openai", "compatible"])
        #expect(ProviderRegistry.provider(kind: "openai") is OpenAIProvider)
        #expect(ProviderRegistry.provider(kind: "compatible") is CompatibleProvider)
        #expect(ProviderRegistry.provider(kind: "OpenAI") == nil)
    }

    @Test("every kind says where each operation is, and what clients must name")
    func facts() {
        for provider in ProviderRegistry.all {
            let facts = provider.facts
            #expect(facts.endpoint(for: .call)?.path == "/v1/realtime/calls")
            #expect(facts.endpoint(for: .legacyCall)?.path == "/v1/realtime")
            #expect(facts.endpoint(for: .clientSecret)?.path == "/v1/realtime/client_secrets")
            #expect(facts.endpoint(for: .legacySession)?.path == "/v1/realtime/sessions")
            #expect(facts.endpoint(for: .legacyTranscriptionSession)?.path == "/v1/realtime/transcription_sessions")
            #expect(facts.supportsClientSecrets)
            #expect(facts.dataChannelLabel == "oai-events")
            #expect(facts.webSocketSubprotocol == "realtime")
            #expect(facts.passedQueryParameters == ["dcid"])
        }
        let openAI = OpenAIProvider().facts
        #expect(openAI.defaultBaseURL == "https://api.openai.com")
        #expect(openAI.requiresKey)
        #expect(!openAI.allowsPrivateNetworkByDefault)
        let compatible = CompatibleProvider().facts
        #expect(compatible.defaultBaseURL == nil)
        #expect(!compatible.requiresKey)
        #expect(compatible.allowsPrivateNetworkByDefault)
    }

    @Test("a provider without an endpoint for an operation says so")
    func unsupportedOperation() throws {
        let full = OpenAIProvider().facts
        let facts = ProviderFacts(
            kind: "calls-only",
            title: "",
            defaultBaseURL: nil,
            keyVariable: nil,
            requiresKey: false,
            authentication: .bearer,
            endpoints: full.endpoints.filter { $0.operation == .call },
            dataChannelLabel: "",
            webSocketSubprotocol: "",
            eventVocabulary: .openAI,
            passedQueryParameters: [],
            defaultLegacyMode: .ga,
            allowsPrivateNetworkByDefault: false
        )
        #expect(!facts.supportsClientSecrets)
        let exchange = ProviderExchange(
            operation: .legacySession,
            payload: .clientSecret(try ClientSecretBody(parsing: [])),
            model: nil,
            credential: .none,
            boundary: MultipartBoundary(text: "B")
        )
        #expect(throws: ProviderRequestError.unsupportedOperation(.legacySession)) {
            try OpenAIForm.request(for: exchange, to: Exchanges.openAI(), facts: facts)
        }
    }

    @Test(
        "a credential never shows its text",
        arguments: [UpstreamCredential.relayKey("s3cret"), .callerToken("s3cret")]
    )
    func credentials(_ credential: UpstreamCredential) {
        var dumped = ""
        dump(credential, to: &dumped)
        let shown = "\(credential) \(String(reflecting: credential)) \(dumped) \([credential]) \(["a": credential])"
        #expect(!shown.contains("s3cret"))
        #expect(credential.secretText == "s3cret")
        #expect(UpstreamCredential.none.secretText == nil)
    }

    @Test("only the caller's token is the caller's")
    func callersCredential() {
        #expect(UpstreamCredential.callerToken("t").isCallers)
        #expect(!UpstreamCredential.relayKey("k").isCallers)
        #expect(!UpstreamCredential.none.isCallers)
    }
}
