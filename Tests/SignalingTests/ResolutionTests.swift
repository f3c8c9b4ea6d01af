// SPDX-License-Identifier: MIT

import Providers
import TestSupport
import Testing

@testable import Signaling

@Suite("Providers, models and keys")
struct ResolutionTests {
    /// Where a request with these names goes.
    struct Row: Sendable, CustomTestStringConvertible {
        var session: String?
        var model: String?
        var selection = ProviderDirectory.Selection.byModel
        let provider: String
        let resolved: String?

        var testDescription: String { "\(session ?? "-") \(model ?? "-") \(selection)" }
    }

    @Test(
        "the model names the provider, else the route or the default does",
        arguments: [
            Row(model: "m", provider: "openai", resolved: "m"),
            Row(model: "local/m", provider: "local", resolved: "m"),
            Row(model: "local/org/m", provider: "local", resolved: "org/m"),
            Row(model: "org/m", provider: "openai", resolved: "org/m"),
            Row(model: "openai/m", provider: "openai", resolved: "m"),
            Row(session: #"{"model":"local/m"}"#, model: "other", provider: "local", resolved: "m"),
            Row(session: "{}", model: "local/m", provider: "local", resolved: "m"),
            Row(session: #"{"model":""}"#, model: "local/m", provider: "local", resolved: "m"),
            Row(
                session: #"{"audio":{"input":{"transcription":{"model":"local/t"}}}}"#,
                provider: "local",
                resolved: "t"
            ),
            Row(
                session: #"{"audio":{"input":{"transcription":{"model":"local/t"}}}}"#,
                model: "m",
                provider: "openai",
                resolved: "m"
            ),
            Row(model: "local/m", selection: .named("openai"), provider: "openai", resolved: "local/m"),
            Row(model: "openai/m", selection: .named("openai"), provider: "openai", resolved: "m"),
            Row(model: "m", selection: .named("local"), provider: "local", resolved: "m"),
        ]
    )
    func resolution(_ row: Row) async {
        let bench = Bench()
        let (result, record) = await bench.exchange(session: row.session, model: row.model, selection: row.selection)
        #expect(result.success != nil)
        #expect(record.provider == row.provider)
        #expect(record.model == row.resolved)
        #expect(bench.transport.sent.map(\.provider) == [row.provider])
    }

    @Test("the provider of an integration route must be configured")
    func unknownProvider() async {
        let bench = Bench(providers: [Bench.local], default: "local")
        let (result, _) = await bench.exchange(selection: .named("openai"))
        #expect(
            result.failure
                == RelayError(
                    .providerNotFound,
                    stage: .provider,
                    message: "No provider named \"openai\" is configured."
                )
        )
        #expect(result.failure?.status == 404)
    }

    @Test(
        "a call with the relay's key must name a model",
        arguments: [
            (nil, nil), ("{}", nil), (#"{"model":""}"#, nil), (nil, "openai/"), (#"{"model":"openai/"}"#, nil),
            (#"{"type":"realtime","audio":{"input":{"transcription":{"model":"t"}}}}"#, nil),
            (#"{"type":"transcription"}"#, nil),
        ] as [(String?, String?)]
    )
    func missingModel(_ session: String?, _ model: String?) async {
        let bench = Bench()
        let (result, _) = await bench.exchange(session: session, model: model)
        #expect(result.failure?.code == .missingModel)
        #expect(result.failure?.status == 400)
        #expect(result.failure?.param == "session.model")
        #expect(result.failure?.provider == "openai")
        #expect(bench.transport.sent.isEmpty)
    }

    @Test("an ephemeral token has its model bound to it", arguments: [nil, "{}"])
    func tokenWithoutModel(_ session: String?) async {
        let bench = Bench()
        let (result, record) = await bench.exchange(session: session, model: nil, token: "ek_x")
        #expect(result.success != nil)
        #expect(record.model == nil)
    }

    @Test("client secrets and beta sessions need no model")
    func secretsWithoutModel() async {
        for operation in [Providers.Operation.clientSecret, .legacySession, .legacyTranscriptionSession] {
            let (result, _) = await Bench(.response(200, body: "{}")).create(operation)
            #expect(result.success != nil)
        }
    }

    @Test("a nested transcription's model is no session's own")
    func nestedModel() async {
        let bench = Bench(.response(200, body: "{}"))
        let (_, record) = await bench.create(
            .legacySession,
            body: #"{"input_audio_transcription":{"model":"local/whisper-1"}}"#
        )
        #expect(record.provider == "openai")
        #expect(record.model == nil)
    }

    @Test(
        "a body that is no session or client secret request says what is wrong",
        arguments: [
            (
                Operation.clientSecret, "{",
                RelayError(.invalidJSON, stage: .request, message: "Not JSON: unexpected_end at byte 1.")
            ),
            (
                .legacySession, "nope",
                RelayError(.invalidJSON, stage: .request, message: "Not JSON: unexpected_byte at byte 1.")
            ),
            (
                .legacyTranscriptionSession, "[]",
                RelayError(.invalidSession, stage: .request, message: "The body must be a JSON object.")
            ),
            (
                .clientSecret, #"{"session":{"model":1}}"#,
                RelayError(
                    .invalidSession,
                    stage: .session,
                    message: "session.model must be a string.",
                    param: "session.model"
                )
            ),
            (
                .legacySession, #"{"model":1}"#,
                RelayError(.invalidSession, stage: .session, message: "model must be a string.", param: "model")
            ),
        ] as [(Providers.Operation, String, RelayError)]
    )
    func brokenBodies(_ operation: Providers.Operation, _ body: String, _ expected: RelayError) async {
        let bench = Bench()
        let (result, _) = await bench.create(operation, body: body)
        #expect(result.failure == expected)
        #expect(bench.transport.sent.isEmpty)
    }

    // MARK: Keys

    @Test("a provider that requires a key and has none takes ephemeral tokens only")
    func missingCredential() async {
        let bench = Bench(providers: [Bench.provider("openai", OpenAIProvider(), keys: [])])
        let (refused, _) = await bench.exchange()
        #expect(refused.failure == RelayError(.missingCredential, stage: .provider, provider: "openai"))
        #expect(refused.failure?.status == 401)
        let (secret, _) = await bench.create()
        #expect(secret.failure?.code == .missingCredential)
        #expect(bench.transport.sent.isEmpty)
        let (accepted, _) = await bench.exchange(token: "ek_x")
        #expect(accepted.success != nil)
    }

    @Test("a provider that requires no key is asked without one")
    func noKey() async {
        let bench = Bench()
        _ = await bench.exchange(model: "local/m")
        #expect(bench.authorizations == [nil])
    }

    @Test("a provider's keys are taken in turn, whatever the others are asked")
    func turns() async {
        let bench = Bench(
            providers: [
                Bench.provider("a", OpenAIProvider(), keys: ["a1", "a2", "a3"]),
                Bench.provider("b", OpenAIProvider(), keys: ["b1", "b2"]),
            ],
            default: "a"
        )
        for model in ["m", "b/m", "m", "b/m", "m", "b/m", "m"] { _ = await bench.exchange(model: model) }
        #expect(
            bench.authorizations.map { $0?.suffix(2) } == ["a1", "b1", "a2", "b2", "a3", "b1", "a1"]
        )
    }

    @Test("the caller's token is used alone, and costs no turn")
    func callersToken() async {
        let bench = Bench(providers: [Bench.provider("openai", OpenAIProvider(), keys: ["sk-1", "sk-2"])])
        _ = await bench.exchange()
        _ = await bench.exchange(token: "ek_caller")
        _ = await bench.create(token: "ek_caller")
        _ = await bench.exchange()
        #expect(
            bench.authorizations == [
                "Authorization: Bearer sk-1", "Authorization: Bearer ek_caller", "Authorization: Bearer ek_caller",
                "Authorization: Bearer sk-2",
            ]
        )
        for sent in bench.transport.sent where sent.request.fields.contains("Authorization: Bearer ek_caller") {
            #expect(!sent.request.fields.joined().contains("sk-"))
            #expect(!String(decoding: sent.request.body, as: UTF8.self).contains("sk-"))
        }
    }
}
