// SPDX-License-Identifier: MIT

public import Providers
public import SDP

/// The use case: an offer in, an answer or an error out.
///
/// There is one for each event loop, confined to it.
public final class SignalingService {
    private let directory: ProviderDirectory
    private let transport: any UpstreamTransport
    private let boundary: MultipartBoundary
    let limits: SDPLimits
    private let now: () -> Duration
    /// How many keys of each provider have been taken.
    private var turns: [String: Int] = [:]

    /// Makes a service.
    ///
    /// `now` tells the time since any fixed start; it is only used to measure stages.
    public init(
        directory: ProviderDirectory,
        transport: any UpstreamTransport,
        boundary: MultipartBoundary,
        limits: SDPLimits,
        now: @escaping () -> Duration
    ) {
        self.directory = directory
        self.transport = transport
        self.boundary = boundary
        self.limits = limits
        self.now = now
    }

    /// Exchanges an offer for an answer.
    public func exchange(
        _ request: OfferRequest,
        record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
        let (upstreamRequest, pending) = try prepare(request, &record)
        return try await send(upstreamRequest, pending, &record)
    }

    /// Mints a client secret, or creates a beta session.
    public func create(
        _ request: SecretRequest,
        record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
        let (upstreamRequest, pending) = try prepare(request, &record)
        return try await send(upstreamRequest, pending, &record)
    }

    /// Sends a request and judges its reply.
    ///
    /// All that can be done before and after the wait is in functions of its own: what they need meanwhile would stay
    /// in this one's frame while thousands of exchanges wait.
    private func send(
        _ request: consuming UpstreamRequest,
        _ pending: PendingExchange,
        _ record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
        let delivery: UpstreamDelivery
        do {
            delivery = try await transport.send(request, to: pending.provider)
        } catch {
            throw RelayError(transport: error, provider: pending.provider.name)
        }
        return try conclude(delivery, pending, &record)
    }

    // MARK: Before the wait

    @inline(never)
    private func prepare(
        _ request: OfferRequest,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> (UpstreamRequest, PendingExchange) {
        let start = now()
        record.requestBytes = request.offer.count
        let session = try Self.session(of: request)
        let named = session.map(\.namedModel) ?? request.model
        let (provider, model) = try resolve(named, request.selection, &record)
        let summary = try checkOffer(request.offer, provider: provider.name)
        record.warnings = summary.warnings
        let exchange = ProviderExchange(
            operation: request.operation,
            payload: .offer(request.offer, session: session),
            model: session?.shape == .transcription ? nil : model,
            query: Self.passedQuery(request.query, provider),
            credential: try credential(callerToken: request.callerToken, provider, &record),
            fields: request.fields,
            boundary: boundary
        )
        try Self.requireModel(model, exchange.credential, provider)
        return try build(exchange, provider, offeredMediaSections: summary.mediaSectionCount, start: start, &record)
    }

    @inline(never)
    private func prepare(
        _ request: SecretRequest,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> (UpstreamRequest, PendingExchange) {
        let start = now()
        record.requestBytes = request.body.count
        let (payload, named) = try Self.payload(of: request)
        let (provider, model) = try resolve(named, request.selection, &record)
        let exchange = ProviderExchange(
            operation: request.operation,
            payload: payload,
            model: model,
            credential: try credential(callerToken: request.callerToken, provider, &record),
            fields: request.fields,
            boundary: boundary
        )
        return try build(exchange, provider, offeredMediaSections: nil, start: start, &record)
    }

    private func build(
        _ exchange: ProviderExchange,
        _ provider: ConfiguredProvider,
        offeredMediaSections: Int?,
        start: Duration,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> (UpstreamRequest, PendingExchange) {
        let request: UpstreamRequest
        do {
            request = try provider.provider.request(for: exchange, to: provider)
        } catch {
            throw RelayError(building: error, provider: provider.name)
        }
        record.check = now() - start
        let pending = PendingExchange(
            operation: exchange.operation,
            provider: provider,
            credential: exchange.credential,
            offeredMediaSections: offeredMediaSections
        )
        return (request, pending)
    }

    private func resolve(
        _ model: String?,
        _ selection: ProviderDirectory.Selection,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> (ConfiguredProvider, String?) {
        let (provider, model) = try directory.resolve(model: model, selection: selection)
        record.provider = provider.name
        record.model = model
        return (provider, model)
    }

    private func credential(
        callerToken: String?,
        _ provider: ConfiguredProvider,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> UpstreamCredential {
        if let callerToken {
            record.usedCallerToken = true
            return .callerToken(callerToken)
        }
        guard !provider.keys.isEmpty else {
            guard !provider.provider.facts.requiresKey else {
                throw RelayError(.missingCredential, stage: .provider, provider: provider.name)
            }
            return .none
        }
        guard provider.keys.count > 1 else { return .relayKey(provider.keys[0]) }
        let turn = turns[provider.name, default: 0]
        turns[provider.name] = (turn + 1) % provider.keys.count
        return .relayKey(provider.keys[turn])
    }

    // MARK: After the wait

    @inline(never)
    private func conclude(
        _ delivery: UpstreamDelivery,
        _ pending: PendingExchange,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> SignalingReply {
        let response = delivery.response
        let provider = pending.provider
        record.upstream = delivery.timings
        record.upstreamStatus = response.status
        record.upstreamRequestID = response.fields.value(of: "x-request-id")
        let reply = provider.provider.reply(from: response, to: pending.operation, legacyMode: provider.legacyMode)
        switch (reply, pending.offeredMediaSections) {
        case (.answer(let sdp, let callID), let offered?):
            record.replyBytes = sdp.count
            try checkAnswer(sdp, offeredMediaSections: offered, response, provider: provider.name)
            return SignalingReply(body: sdp, callID: callID, upstreamFields: response.fields)
        case (.json(let body), nil):
            record.replyBytes = body.count
            try Self.checkJSON(body, response, provider: provider.name)
            return SignalingReply(body: body, callID: nil, upstreamFields: response.fields)
        case (.json, .some):
            throw Self.invalidAnswer("The upstream answered JSON.", response, provider: provider.name)
        case (.answer, nil):
            throw Self.invalidAnswer("The upstream answered SDP.", response, provider: provider.name)
        case (.failure(let report), _):
            throw RelayError(
                report: report,
                fields: response.fields,
                provider: provider,
                credential: pending.credential
            )
        }
    }
}
