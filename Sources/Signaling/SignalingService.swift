// SPDX-License-Identifier: MIT

internal import JSONText
public import Providers
public import SDP

/// The use case: an offer in, an answer or an error out.
///
/// There is one for each event loop, confined to it.
public final class SignalingService {
    private let directory: ProviderDirectory
    private let transport: any UpstreamTransport
    private let boundary: MultipartBoundary
    private let limits: SDPLimits
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
        let delivery = try await send(exchange, provider, start: start, &record)
        switch provider.provider.reply(
            from: delivery.response,
            to: request.operation,
            legacyMode: provider.legacyMode
        )
        {
        case .answer(let sdp, let callID):
            record.replyBytes = sdp.count
            try checkAnswer(sdp, offer: summary, delivery.response, provider: provider.name)
            return SignalingReply(body: sdp, callID: callID, upstreamFields: delivery.response.fields)
        case .json:
            throw Self.invalidAnswer("The upstream answered JSON.", delivery.response, provider: provider.name)
        case .failure(let report):
            throw RelayError(
                report: report,
                fields: delivery.response.fields,
                provider: provider,
                credential: exchange.credential
            )
        }
    }

    /// Mints a client secret, or creates a beta session.
    public func create(
        _ request: SecretRequest,
        record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
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
        let delivery = try await send(exchange, provider, start: start, &record)
        switch provider.provider.reply(
            from: delivery.response,
            to: request.operation,
            legacyMode: provider.legacyMode
        )
        {
        case .json(let body):
            record.replyBytes = body.count
            try Self.checkJSON(body, delivery.response, provider: provider.name)
            return SignalingReply(body: body, callID: nil, upstreamFields: delivery.response.fields)
        case .answer:
            throw Self.invalidAnswer("The upstream answered SDP.", delivery.response, provider: provider.name)
        case .failure(let report):
            throw RelayError(
                report: report,
                fields: delivery.response.fields,
                provider: provider,
                credential: exchange.credential
            )
        }
    }

    // MARK: Steps

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

    private func send(
        _ exchange: ProviderExchange,
        _ provider: ConfiguredProvider,
        start: Duration,
        _ record: inout ExchangeRecord
    ) async throws(RelayError) -> UpstreamDelivery {
        let request: UpstreamRequest
        do {
            request = try provider.provider.request(for: exchange, to: provider)
        } catch {
            throw RelayError(building: error, provider: provider.name)
        }
        record.check = now() - start
        do {
            let delivery = try await transport.send(request, to: provider)
            record.upstream = delivery.timings
            record.upstreamStatus = delivery.response.status
            record.upstreamRequestID = delivery.response.fields.value(of: "x-request-id")
            return delivery
        } catch {
            throw RelayError(transport: error, provider: provider.name)
        }
    }

    // MARK: Checks

    private func checkOffer(_ offer: ArraySlice<UInt8>, provider: String) throws(RelayError) -> OfferSummary {
        do {
            return try OfferCheck.check(offer.span, limits: limits)
        } catch {
            throw RelayError(offer: error, provider: provider)
        }
    }

    private func checkAnswer(
        _ answer: [UInt8],
        offer: OfferSummary,
        _ response: UpstreamResponse,
        provider: String
    ) throws(RelayError) {
        do {
            try AnswerCheck.check(answer.span, offerMediaSectionCount: offer.mediaSectionCount)
        } catch {
            var failure = Self.invalidAnswer(error.message, response, provider: provider)
            failure.line = error.line
            throw failure
        }
    }

    private static func checkJSON(
        _ body: [UInt8],
        _ response: UpstreamResponse,
        provider: String
    ) throws(RelayError) {
        guard let document = try? JSONDocument(parsing: body), document.root.kind == .object else {
            throw invalidAnswer("The upstream's response is no JSON object.", response, provider: provider)
        }
    }

    private static func invalidAnswer(
        _ message: String,
        _ response: UpstreamResponse,
        provider: String
    ) -> RelayError {
        var error = RelayError(.invalidUpstreamAnswer, stage: .answer, message: message, provider: provider)
        error.upstreamStatus = response.status
        error.upstreamRequestID = response.fields.value(of: "x-request-id")
        return error
    }

    private static func session(of request: OfferRequest) throws(RelayError) -> RealtimeSession? {
        guard let bytes = request.session else { return nil }
        do {
            return try RealtimeSession(parsing: bytes, for: request.operation, outerModel: request.model)
        } catch {
            throw RelayError(session: error)
        }
    }

    private static func payload(
        of request: SecretRequest
    ) throws(RelayError) -> (ProviderExchange.Payload, model: String?) {
        do {
            if request.operation == .clientSecret {
                let body = try ClientSecretBody(parsing: request.body, outerModel: request.model)
                return (.clientSecret(body), body.namedModel)
            }
            let session = try RealtimeSession(
                parsing: request.body.isEmpty ? Array("{}".utf8) : request.body,
                for: request.operation,
                outerModel: request.model
            )
            return (.session(session), session.namedModel)
        } catch {
            throw RelayError(body: error)
        }
    }

    /// A call with the relay's key must say its model; an ephemeral token has one bound to it.
    private static func requireModel(
        _ model: String?,
        _ credential: UpstreamCredential,
        _ provider: ConfiguredProvider
    ) throws(RelayError) {
        guard model == nil, !credential.isCallers else { return }
        throw RelayError(.missingModel, stage: .provider, param: "session.model", provider: provider.name)
    }

    private static func passedQuery(_ query: [QueryParameter], _ provider: ConfiguredProvider) -> String? {
        let passed = query.filter { provider.provider.facts.passedQueryParameters.contains($0.name) }
        return passed.isEmpty ? nil : passed.map(\.text).joined(separator: "&")
    }
}
