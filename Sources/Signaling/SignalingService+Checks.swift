// SPDX-License-Identifier: MIT

internal import JSONText
internal import Providers
internal import SDP

/// What is read and judged on the way of an exchange.
extension SignalingService {
    func checkOffer(_ offer: ArraySlice<UInt8>, provider: String) throws(RelayError) -> OfferSummary {
        do {
            return try OfferCheck.check(offer.span, limits: limits)
        } catch {
            throw RelayError(offer: error, provider: provider)
        }
    }

    func checkAnswer(
        _ answer: [UInt8],
        offeredMediaSections: Int,
        _ response: UpstreamResponse,
        provider: String
    ) throws(RelayError) {
        do {
            try AnswerCheck.check(answer.span, offerMediaSectionCount: offeredMediaSections)
        } catch {
            var failure = Self.invalidAnswer(error.message, response, provider: provider)
            failure.line = error.line
            throw failure
        }
    }

    static func checkJSON(
        _ body: [UInt8],
        _ response: UpstreamResponse,
        provider: String
    ) throws(RelayError) {
        guard let document = try? JSONDocument(parsing: body), document.root.kind == .object else {
            throw invalidAnswer("The upstream's response is no JSON object.", response, provider: provider)
        }
    }

    static func invalidAnswer(
        _ message: String,
        _ response: UpstreamResponse,
        provider: String
    ) -> RelayError {
        var error = RelayError(.invalidUpstreamAnswer, stage: .answer, message: message, provider: provider)
        error.upstreamStatus = response.status
        error.upstreamRequestID = response.fields.value(of: "x-request-id")
        return error
    }

    /// What an offer's request asks for, and the model that it names.
    static func payload(
        of request: OfferRequest
    ) throws(RelayError) -> (ProviderExchange.Payload, model: String?) {
        if request.operation == .liveSession {
            do {
                let body = try LiveSessionBody(parsing: Array(request.offer))
                return (.live(body), body.namedModel ?? request.model)
            } catch {
                throw RelayError(body: error)
            }
        }
        guard let bytes = request.session else { return (.offer(request.offer, session: nil), request.model) }
        do {
            let session = try RealtimeSession(parsing: bytes, for: request.operation, outerModel: request.model)
            return (.offer(request.offer, session: session), session.namedModel)
        } catch {
            throw RelayError(session: error)
        }
    }

    static func payload(
        of request: SecretRequest
    ) throws(RelayError) -> (ProviderExchange.Payload, model: String?) {
        do {
            if request.operation == .clientSecret || request.operation == .translationClientSecret {
                let body = try ClientSecretBody(
                    parsing: request.body,
                    for: request.operation,
                    outerModel: request.model
                )
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

    /// A call with the relay's key must say its model, unless its provider can do without; an ephemeral token has one
    /// bound to it.
    static func requireModel(
        _ model: String?,
        _ credential: UpstreamCredential,
        _ provider: ConfiguredProvider
    ) throws(RelayError) {
        guard model == nil, !credential.isCallers, provider.provider.facts.requiresModel else { return }
        throw RelayError(.missingModel, stage: .provider, param: "session.model", provider: provider.name)
    }

    /// The caller's query parameters that the provider takes, but for those that the operator sets.
    static func passedQuery(_ query: [QueryParameter], _ provider: ConfiguredProvider) -> String? {
        guard !query.isEmpty else { return nil }
        let passed = query.filter { parameter in
            provider.provider.facts.passedQueryParameters.contains(parameter.name)
                && !provider.extraQuery.contains { $0.name == parameter.name }
        }
        return passed.isEmpty ? nil : passed.map(\.text).joined(separator: "&")
    }
}

extension ProviderExchange.Payload {
    /// The offer, wherever it stands.
    var offer: ArraySlice<UInt8>? {
        switch self {
        case .offer(let offer, _): offer
        case .live(let body): body.offer[...]
        case .clientSecret, .session, .control: nil
        }
    }

    /// The session that came with an offer.
    var session: RealtimeSession? {
        if case .offer(_, let session) = self { session } else { nil }
    }
}
