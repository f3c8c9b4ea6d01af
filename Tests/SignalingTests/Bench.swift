// SPDX-License-Identifier: MIT

import Providers
import SDP

@testable import Signaling

/// A service with scripted surroundings.
struct Bench {
    static let openAI = provider("openai", OpenAIProvider(), keys: ["sk-relay-1"])
    static let local = provider("local", CompatibleProvider(), keys: [])

    let transport: ScriptedTransport
    let service: SignalingService

    init(
        _ outcome: ScriptedTransport.Outcome = .answer,
        providers: [ConfiguredProvider] = [openAI, local],
        default defaultProvider: String = "openai",
        limits: SDPLimits = .default
    ) {
        transport = ScriptedTransport(outcome)
        var random = SystemRandomNumberGenerator()
        let clock = SteppingClock()
        service = SignalingService(
            directory: ProviderDirectory(providers: providers, defaultProvider: defaultProvider),
            transport: transport,
            boundary: MultipartBoundary(using: &random),
            limits: limits,
            now: clock.next
        )
    }

    static func provider(
        _ name: String,
        _ kind: any Provider,
        keys: [String],
        legacy: LegacyMode? = nil
    ) -> ConfiguredProvider {
        ConfiguredProvider(
            name: name,
            provider: kind,
            baseURL: "https://\(name).example",
            keys: keys,
            legacyMode: legacy
        )
    }

    /// Exchanges an offer for a reply or an error.
    func exchange(
        _ offer: String = Offers.offer,
        session: String? = nil,
        model: String? = "m",
        token: String? = nil,
        query: [QueryParameter] = [],
        operation: Providers.Operation = .call,
        selection: ProviderDirectory.Selection = .byModel
    ) async -> (Result<SignalingReply, RelayError>, ExchangeRecord) {
        await exchange(
            OfferRequest(
                selection: selection,
                operation: operation,
                offer: Array(offer.utf8)[...],
                session: session.map { Array($0.utf8) },
                model: model,
                query: query,
                callerToken: token
            )
        )
    }

    func exchange(_ request: OfferRequest) async -> (Result<SignalingReply, RelayError>, ExchangeRecord) {
        var record = ExchangeRecord()
        do throws(RelayError) {
            return (.success(try await service.exchange(request, record: &record)), record)
        } catch {
            return (.failure(error), record)
        }
    }

    /// Asks for a client secret or a beta session.
    func create(
        _ operation: Providers.Operation = .clientSecret,
        body: String = "{}",
        model: String? = nil,
        token: String? = nil
    ) async -> (Result<SignalingReply, RelayError>, ExchangeRecord) {
        var record = ExchangeRecord()
        let request = SecretRequest(
            selection: .byModel,
            operation: operation,
            body: Array(body.utf8),
            model: model,
            callerToken: token
        )
        do throws(RelayError) {
            return (.success(try await service.create(request, record: &record)), record)
        } catch {
            return (.failure(error), record)
        }
    }

    /// The credential of each request that was sent.
    var authorizations: [String?] {
        transport.sent.map { sent in sent.request.fields.first { $0.hasPrefix("Authorization") } }
    }
}

/// A clock that goes on by a millisecond each time it is read.
final class SteppingClock {
    private var time = Duration.zero

    func next() -> Duration {
        time += .milliseconds(1)
        return time
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }

    var success: Success? {
        if case .success(let value) = self { value } else { nil }
    }
}
