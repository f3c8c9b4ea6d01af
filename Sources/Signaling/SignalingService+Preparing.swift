// SPDX-License-Identifier: MIT

internal import Providers
internal import SDP

/// From a caller's request to the first upstream request.
extension SignalingService {
    /// Where the answer to an offer comes from.
    enum PreparedOffer {
        /// From the provider.
        case direct(PendingExchange)
        /// From the bridge.
        case bridged(CheckedOffer.Bridged)
    }

    @inline(never)
    func prepare(_ request: OfferRequest, _ record: inout ExchangeRecord) throws(RelayError) -> PreparedOffer {
        let start = now()
        record.requestBytes = request.offer.count
        let (payload, named) = try Self.payload(of: request)
        let (provider, model) = try resolve(named, request.selection, request.caller, &record)
        guard let offer = payload.offer else { preconditionFailure("an offer request without an offer") }
        let summary = try checkOffer(offer, provider: provider.name)
        record.warnings = summary.warnings
        let checked = CheckedOffer(
            provider: provider,
            model: model,
            payload: payload,
            mediaSectionCount: summary.mediaSectionCount
        )
        if let bridge {
            if try bridge.isBridged(provider, request.operation, asked: request.media) {
                return .bridged(CheckedOffer.Bridged(checked, by: bridge))
            }
        } else if request.media == .bridge {
            throw RelayError(.mediaModeNotAvailable, stage: .provider, param: "media", provider: provider.name)
        }
        return .direct(try prepare(checked, request, at: start, &record))
    }

    /// The first request of an exchange whose offer has been checked.
    func prepare(
        _ checked: CheckedOffer,
        _ request: OfferRequest,
        at start: Duration,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> PendingExchange {
        let (provider, model, payload) = (checked.provider, checked.model, checked.payload)
        let (credential, keyIndex) = try credential(for: request.caller, provider, at: start, &record)
        let exchange = ProviderExchange(
            operation: request.operation,
            payload: payload,
            model: payload.session?.shape == .transcription ? nil : model,
            query: Self.passedQuery(request.query, provider),
            credential: credential,
            fields: request.fields,
            boundary: boundary
        )
        // What cannot take an offer at all need not be told a model first.
        let upstreamRequest = try build(exchange, provider)
        try Self.requireModel(model, credential, provider)
        record.droppedSession =
            !provider.provider.carriesSession(of: exchange, to: provider)
            && payload.session?.hasConfiguration == true
        record.check = now() - start
        return PendingExchange(
            exchange,
            first: upstreamRequest,
            provider: provider,
            caller: request.caller,
            keyIndex: keyIndex,
            offeredMediaSections: checked.mediaSectionCount
        )
    }

    @inline(never)
    func prepare(
        _ request: SecretRequest,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> PendingExchange {
        let start = now()
        record.requestBytes = request.body.count
        let (payload, named) = try Self.payload(of: request)
        let (provider, model) = try resolve(named, request.selection, request.caller, &record)
        let (credential, keyIndex) = try credential(for: request.caller, provider, at: start, &record)
        let exchange = ProviderExchange(
            operation: request.operation,
            payload: payload,
            model: model,
            credential: credential,
            fields: request.fields,
            boundary: boundary
        )
        let upstreamRequest = try build(exchange, provider)
        record.check = now() - start
        return PendingExchange(
            exchange,
            first: upstreamRequest,
            provider: provider,
            caller: request.caller,
            keyIndex: keyIndex
        )
    }

    @inline(never)
    func prepare(
        _ request: ControlRequest,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> PendingExchange {
        let start = now()
        record.requestBytes = request.body.count
        let target = try target(of: request, at: start, &record)
        let body: ControlBody
        do {
            body = try ControlBody(parsing: request.body, for: request.operation)
        } catch {
            throw RelayError(body: error)
        }
        let model = body.namedModel.map(target.provider.bareModel)
        if let model {
            record.model = model
            guard request.caller.mayUse(model: model, of: target.provider) else { throw .accessDenied }
        }
        let exchange = ProviderExchange(
            operation: request.operation,
            payload: .control(callID: target.upstreamID, body),
            model: model,
            credential: target.credential,
            fields: request.fields,
            boundary: boundary
        )
        let upstreamRequest = try build(exchange, target.provider)
        record.check = now() - start
        return PendingExchange(
            exchange,
            first: upstreamRequest,
            provider: target.provider,
            caller: request.caller,
            keyIndex: target.keyIndex,
            controlsKnownCall: target.isKnown
        )
    }

    func build(
        _ exchange: ProviderExchange,
        _ provider: ConfiguredProvider
    ) throws(RelayError) -> UpstreamRequest {
        do {
            return try provider.provider.request(for: exchange, to: provider)
        } catch {
            throw RelayError(building: error, provider: provider.name)
        }
    }

    private func resolve(
        _ model: String?,
        _ selection: ProviderDirectory.Selection,
        _ caller: Caller,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> (ConfiguredProvider, String?) {
        let (provider, model) = try directory.resolve(model: model, selection: selection, caller: caller)
        // A token has its model bound to it; whoever minted it was asked then.
        if caller.token == nil, !caller.mayUse(model: model, of: provider) { throw .accessDenied }
        record.provider = provider.name
        record.model = model
        return (provider, model)
    }

    /// The caller's own token, or the next of the relay's keys.
    func credential(
        for caller: Caller,
        _ provider: ConfiguredProvider,
        at time: Duration,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> (UpstreamCredential, keyIndex: Int?) {
        if let token = caller.token, provider.provider.facts.takesCallerTokens {
            record.usedCallerToken = true
            return (.callerToken(token), nil)
        }
        guard let index = keys.next(of: provider, tried: 0, now: time) else {
            guard !provider.provider.facts.requiresKey else {
                throw RelayError(.missingCredential, stage: .provider, provider: provider.name)
            }
            return (.none, nil)
        }
        record.key = provider.keys[index].name
        return (.relayKey(provider.keys[index].secret), index)
    }
}
