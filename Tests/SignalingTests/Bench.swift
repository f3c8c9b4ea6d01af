// SPDX-License-Identifier: MIT

import Providers
import TestSupport
import SDP

@testable import Signaling

/// A service with scripted surroundings.
struct Bench {
    static let openAI = provider("openai", OpenAIProvider(), keys: ["sk-relay-1"])
    static let local = provider("local", CompatibleProvider(), keys: [])

    let transport: ScriptedTransport
    let service: SignalingService
    let places: PlainLimits
    let time: WallClock
    let clock: SteppingClock

    init(
        _ outcome: ScriptedTransport.Outcome = .answer,
        providers: [ConfiguredProvider] = [openAI, local],
        default defaultProvider: String = "openai",
        limits: SDPLimits = .default
    ) {
        self.init([outcome], providers: providers, default: defaultProvider, limits: limits)
    }

    init(
        _ outcomes: [ScriptedTransport.Outcome],
        providers: [ConfiguredProvider] = [openAI, local],
        default defaultProvider: String = "openai",
        limits: SDPLimits = .default,
        callIDs: CallIDs.Mode = .provider,
        sealers: [any CallSealer] = [PlainSealer()],
        following predecessor: SignalingService? = nil
    ) {
        transport = ScriptedTransport(outcomes)
        let time = WallClock()
        self.time = time
        let table = PlainCallTable()
        let places = PlainLimits()
        self.places = places
        var random = SystemRandomNumberGenerator()
        let clock = SteppingClock()
        self.clock = clock
        service = SignalingService(
            directory: ProviderDirectory(providers: providers, defaultProvider: defaultProvider),
            transport: transport,
            calls: CallIDs(
                mode: callIDs,
                sealers: sealers,
                table: table,
                lifetime: 3600,
                unixTime: { time.seconds }
            ),
            exchangeLimits: places,
            boundary: MultipartBoundary(using: &random),
            limits: limits,
            following: predecessor,
            now: clock.next
        )
    }

    static func provider(
        _ name: String,
        _ kind: any Provider,
        keys: [ProviderKey],
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
        caller: Caller? = nil,
        query: [QueryParameter] = [],
        operation: Providers.Operation = .call,
        selection: ProviderDirectory.Selection = .byModel
    ) async -> (Result<SignalingReply, RelayError>, ExchangeRecord) {
        await exchange(
            OfferRequest(
                caller: caller ?? Self.caller(token: token),
                selection: selection,
                operation: operation,
                offer: Array(offer.utf8)[...],
                session: session.map { Array($0.utf8) },
                model: model,
                query: query
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
        token: String? = nil,
        caller: Caller? = nil
    ) async -> (Result<SignalingReply, RelayError>, ExchangeRecord) {
        var record = ExchangeRecord()
        let request = SecretRequest(
            caller: caller ?? Self.caller(token: token),
            selection: .byModel,
            operation: operation,
            body: Array(body.utf8),
            model: model
        )
        do throws(RelayError) {
            return (.success(try await service.create(request, record: &record)), record)
        } catch {
            return (.failure(error), record)
        }
    }

    /// Does something with a call.
    func control(
        _ operation: Providers.Operation = .hangUpCall,
        _ id: String,
        body: String = "",
        caller: Caller = Bench.caller(token: nil),
        selection: ProviderDirectory.Selection = .byModel
    ) async -> (Result<SignalingReply, RelayError>, ExchangeRecord) {
        var record = ExchangeRecord()
        let request = ControlRequest(
            caller: caller,
            selection: selection,
            operation: operation,
            callID: id,
            body: Array(body.utf8)
        )
        do throws(RelayError) {
            return (.success(try await service.control(request, record: &record)), record)
        } catch {
            return (.failure(error), record)
        }
    }

    /// Anyone, or whoever has a token, where no access keys are configured.
    static func caller(token: String?) -> Caller {
        guard let token else { return Caller(identity: .anyone, isOpen: true) }
        return Caller(identity: .ephemeralToken(token), owner: OwnerDigest(high: 1, low: 2), isOpen: true)
    }

    /// The credential of each request that was sent.
    var authorizations: [String?] {
        transport.sent.map { sent in sent.request.fields.first { $0.hasPrefix("Authorization") } }
    }
}

/// Seconds since 1970, as a test sets them.
final class WallClock {
    var seconds: Int64 = 1_800_000_000
}

/// A clock that goes on by a millisecond each time it is read.
final class SteppingClock {
    var time = Duration.zero

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
