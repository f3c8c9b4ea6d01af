// SPDX-License-Identifier: MIT

import Providers
import TestSupport
import Testing

@testable import Signaling

/// Exchanges that take more than one upstream request: with another key, or with a token that is minted first.
@Suite("Several requests for one exchange")
struct SeveralRequestsTests {
    private static let two = Bench.provider(
        "openai",
        OpenAIProvider(),
        keys: [ProviderKey(name: "first", secret: "sk-1"), ProviderKey(name: "second", secret: "sk-2")]
    )
    private static let azure = Bench.provider("azure", AzureProvider(), keys: ["k"])

    private static func refusal(_ status: Int, _ code: String = "c", fields: [String] = []) -> ScriptedTransport.Outcome
    {
        .response(status, fields: fields, body: #"{"error":{"message":"m","type":"t","code":"\#(code)"}}"#)
    }

    // MARK: Another key

    @Test("a key that is refused or limited makes way for the next one, unnoticed", arguments: [401, 403, 429])
    func failover(_ status: Int) async throws {
        let bench = Bench([Self.refusal(status), .answer], providers: [Self.two])
        let (result, record) = await bench.exchange(session: #"{"model":"m"}"#)
        #expect(result.success?.body == Array(Offers.answer.utf8))
        #expect(bench.authorizations == ["Authorization: Bearer sk-1", "Authorization: Bearer sk-2"])
        #expect(bench.transport.sent[0].request.body == bench.transport.sent[1].request.body)
        #expect(record.key == "second")
        #expect(record.upstreamRequests == 2)
        #expect(bench.places.entered == ["openai"])
        #expect(bench.places.free == .max)
        // The first one rests.
        _ = await bench.exchange()
        #expect(bench.authorizations.last == "Authorization: Bearer sk-2")
    }

    @Test("every operation but the control of a call tries the next key")
    func operations() async throws {
        for operation in [Providers.Operation.clientSecret, .legacySession, .translationClientSecret] {
            let bench = Bench([Self.refusal(429), .response(200, body: "{}")], providers: [Self.two])
            #expect(await bench.create(operation).0.success != nil)
            #expect(bench.transport.sent.count == 2)
        }
        let bench = Bench([.answer, Self.refusal(401)], providers: [Self.two])
        let id = try #require(await bench.exchange().0.success?.callID)
        let (result, _) = await bench.control(.hangUpCall, id)
        #expect(result.failure?.code == .upstreamAuthenticationFailed)
        #expect(bench.authorizations == ["Authorization: Bearer sk-1", "Authorization: Bearer sk-1"])
    }

    @Test(
        "anything that may have made a session, or is not the key's fault, is the last word",
        arguments: [400, 404, 409, 422, 500, 502, 503]
    )
    func noFailover(_ status: Int) async {
        let bench = Bench([Self.refusal(status, fields: ["Retry-After: 1"]), .answer], providers: [Self.two])
        #expect(await bench.exchange().0.failure?.upstreamStatus == status)
        #expect(bench.transport.sent.count == 1)
        let lost = Bench(
            [.failure(UpstreamTransportError(.connectionLost, requestWasSent: true)), .answer],
            providers: [Self.two]
        )
        #expect(await lost.exchange().0.failure?.code == .upstreamConnectionLost)
        #expect(lost.transport.sent.count == 1)
    }

    @Test("when all keys fail, the caller is told of the last one")
    func allFail() async {
        let bench = Bench(
            [Self.refusal(401), Self.refusal(429, "insufficient_quota")],
            providers: [Self.two]
        )
        let (result, _) = await bench.exchange()
        #expect(result.failure?.code == .insufficientQuota)
        #expect(bench.transport.sent.count == 2)
        // The one that rests for less is tried again, alone.
        #expect(await bench.exchange().0.failure != nil)
        #expect(bench.authorizations.last == "Authorization: Bearer sk-1")
        #expect(bench.transport.sent.count == 3)
    }

    @Test("a caller's own token has no replacement")
    func callerToken() async {
        let bench = Bench([Self.refusal(401), .answer], providers: [Self.two])
        #expect(await bench.exchange(token: "ek_1").0.failure?.status == 401)
        #expect(bench.transport.sent.count == 1)
    }

    @Test("what is known of keys outlives a reload")
    func reload() async {
        let bench = Bench([Self.refusal(401), .answer], providers: [Self.two])
        _ = await bench.exchange()
        let next = Bench([.answer], providers: [Self.two], following: bench.service)
        _ = await next.exchange()
        _ = await next.exchange()
        #expect(next.authorizations == ["Authorization: Bearer sk-2", "Authorization: Bearer sk-2"])
    }

    // MARK: A token first

    @Test("the offer goes up with the token that was minted for it")
    func twoSteps() async throws {
        let bench = Bench(
            [.response(200, body: #"{"value":"ek_minted","expires_at":1}"#), .answer],
            providers: [Self.azure],
            default: "azure"
        )
        let (result, record) = await bench.exchange(session: #"{"model":"dep","voice":"v"}"#)
        #expect(result.success?.body == Array(Offers.answer.utf8))
        #expect(
            bench.transport.sent.map(\.request.url) == [
                "https://azure.example/openai/v1/realtime/client_secrets",
                "https://azure.example/openai/v1/realtime/calls",
            ]
        )
        #expect(bench.transport.sent[1].request.fields.first == "Authorization: Bearer ek_minted")
        #expect(bench.transport.sent[1].request.body == Array(Offers.offer.utf8))
        #expect(record.upstreamRequests == 2)
        #expect(!record.droppedSession)
        #expect(!record.usedCallerToken)
    }

    @Test("a failed minting has made no session, so that the caller may try again")
    func failedMinting() async {
        for outcome in [
            ScriptedTransport.Outcome.response(500, body: ""),
            .failure(UpstreamTransportError(.totalTimeout, requestWasSent: true)),
        ] {
            let bench = Bench([outcome], providers: [Self.azure], default: "azure")
            #expect(await bench.exchange().0.failure?.isRetryable == true)
            let second = Bench(
                [.response(200, body: #"{"value":"ek"}"#), outcome],
                providers: [Self.azure],
                default: "azure"
            )
            #expect(await second.exchange().0.failure?.isRetryable == false)
        }
        let nothing = Bench([.response(200, body: "{}")], providers: [Self.azure], default: "azure")
        #expect(await nothing.exchange().0.failure?.code == .invalidUpstreamAnswer)
    }

    @Test("a refused token is not the caller's, and no reason to blame the key")
    func refusedToken() async {
        let bench = Bench(
            [.response(200, body: #"{"value":"ek_minted"}"#), Self.refusal(401)],
            providers: [Self.azure],
            default: "azure"
        )
        let (result, _) = await bench.exchange()
        #expect(result.failure?.code == .upstreamAuthenticationFailed)
        #expect(result.failure?.status == 502)
        #expect(bench.transport.sent.count == 2)
    }

    @Test("a key that may not mint makes way for the next one, too")
    func mintingFailover() async {
        let azure = Bench.provider("azure", AzureProvider(), keys: ["k1", "k2"])
        let bench = Bench(
            [Self.refusal(429), .response(200, body: #"{"value":"ek_minted"}"#), .answer],
            providers: [azure],
            default: "azure"
        )
        let (result, record) = await bench.exchange()
        #expect(result.success != nil)
        #expect(record.upstreamRequests == 3)
        #expect(
            bench.transport.sent.map { $0.request.fields[0] } == [
                "api-key: k1", "api-key: k2", "Authorization: Bearer ek_minted",
            ]
        )
    }

    @Test("a minted token never shows in what the upstream says")
    func privacy() async {
        let bench = Bench(
            [
                .response(200, body: #"{"value":"minted-without-prefix"}"#),
                .response(400, body: #"{"error":{"message":"bad minted-without-prefix"}}"#),
            ],
            providers: [Self.azure],
            default: "azure"
        )
        #expect(await bench.exchange().0.failure?.message == "bad [redacted]")
    }

    @Test("a server without keys that makes translations mints a token, too")
    func keylessTranslation() async {
        let local = Bench.provider("local", CompatibleProvider(), keys: [])
        let bench = Bench(
            [.response(200, body: #"{"value":"ek_minted"}"#), .answer],
            providers: [local],
            default: "local"
        )
        let (result, _) = await bench.exchange(session: #"{"model":"t"}"#, operation: .translationCall)
        #expect(result.success != nil)
        #expect(bench.authorizations == [nil, "Authorization: Bearer ek_minted"])
    }

    // MARK: Models

    @Test("a model is asked for where the provider needs one, and not elsewhere")
    func models() async {
        for (kind, isNeeded) in [
            (OpenAIProvider() as any Provider, true), (AzureProvider(), true), (SpeachesProvider(), true),
            (HuggingFaceProvider(), false), (InworldProvider(), false),
        ] {
            let bench = Bench([.answer], providers: [Bench.provider("p", kind, keys: ["k"])], default: "p")
            let (result, _) = await bench.exchange(model: nil)
            #expect(result.failure?.code == (isNeeded ? .missingModel : nil), "\(kind.facts.kind)")
        }
    }

    // MARK: Providers without WebRTC

    @Test("an offer to a provider without SDP over HTTP is refused by name, before a model is asked for")
    func noWebRTC() async {
        let gemini = Bench.provider("g", GeminiProvider(), keys: ["k"])
        let bench = Bench([.answer], providers: [gemini], default: "g")
        for model in ["m", nil] {
            let (result, _) = await bench.exchange(model: model)
            #expect(result.failure?.code == .providerDoesNotSupportWebRTC)
            #expect(result.failure?.status == 400)
            #expect(result.failure?.provider == "g")
        }
        #expect(bench.transport.sent.isEmpty)
    }
}
