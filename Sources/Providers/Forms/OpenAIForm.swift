// SPDX-License-Identifier: MIT

internal import JSONText

/// Requests in the form of OpenAI's realtime API (https://platform.openai.com/docs/api-reference/realtime).
struct OpenAIForm {
    let exchange: ProviderExchange
    let provider: ConfiguredProvider
    /// Whether the exchange goes to the provider's own beta endpoints.
    let usesBeta: Bool

    /// Builds the request of a step of an exchange.
    static func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest {
        let usesBeta = exchange.operation.isLegacy && provider.legacyMode == .beta
        return try OpenAIForm(exchange: exchange, provider: provider, usesBeta: usesBeta).request()
    }

    private func request() throws(ProviderRequestError) -> UpstreamRequest {
        let writer = try writer(to: usesBeta ? exchange.operation : exchange.operation.current)
        switch exchange.payload {
        case .offer(let offer, let session):
            let session = try sessionText(session)
            guard !exchange.step(to: provider).isMinting else { return try mintingRequest(session) }
            return offerRequest(offer, session, writer)
        case .live(let body):
            return writer.json(body.normalized(model: exchange.model))
        case .clientSecret(let body):
            return writer.json(body.normalized(model: exchange.model, bare: provider.bareModel))
        case .session(let session):
            return writer.json(try sessionBody(session))
        case .control(let callID, let body):
            return writer.control(
                callID: callID,
                body: body.normalized(model: exchange.model, bare: provider.bareModel)
            )
        }
    }

    private func writer(to operation: Operation) throws(ProviderRequestError) -> RequestWriter {
        RequestWriter(
            exchange: exchange,
            provider: provider,
            endpoint: try provider.provider.endpoint(for: operation),
            sendsBetaField: usesBeta
        )
    }

    // MARK: Offers

    private func offerRequest(
        _ offer: ArraySlice<UInt8>,
        _ session: [UInt8]?,
        _ writer: RequestWriter
    ) -> UpstreamRequest {
        // The token that was minted for the offer has its session, and translations name their model nowhere else.
        if let session, !takesOfferAlone {
            return writer.form(offer, session: session, model: usesBeta ? exchange.model : nil)
        }
        return writer.raw(offer, model: takesOfferAlone ? nil : exchange.model)
    }

    /// Whether the offer goes up without its session and model, for the token brings them.
    private var takesOfferAlone: Bool {
        exchange.operation == .translationCall || provider.handshake == .twoStep && !usesBeta
    }

    /// Asks for the ephemeral token with which the offer goes up next.
    private func mintingRequest(_ session: [UInt8]?) throws(ProviderRequestError) -> UpstreamRequest {
        let isTranslation = exchange.operation == .translationCall
        var body = JSONObjectWriter(capacity: 128 + (session?.count ?? 0))
        if let session { body.write("session", raw: session) }
        return try writer(to: isTranslation ? .translationClientSecret : .clientSecret).json(body.finish())
    }

    /// The session that goes upstream; nil for an offer alone.
    private func sessionText(_ session: RealtimeSession?) throws(ProviderRequestError) -> [UInt8]? {
        guard let session else {
            // Providers keep raw bodies for ephemeral tokens, so the relay's own key goes up with a session.
            let isTranslation = exchange.operation == .translationCall
            guard !exchange.credential.isCallers, !usesBeta, provider.handshake != .raw || isTranslation,
                let model = exchange.model
            else { return nil }
            return RealtimeSession.minimal(model: model, shape: isTranslation ? .translation : .realtime)
        }
        guard !usesBeta else {
            return session.normalized(model: exchange.model, addingType: false, bare: provider.bareModel)
        }
        return try Self.currentText(of: session, for: exchange, to: provider)
    }

    /// A session as current endpoints take it: with bare model names, a type, and in the current shape.
    static func currentText(
        of session: RealtimeSession,
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> [UInt8] {
        let normalized = session.normalized(model: exchange.model, bare: provider.bareModel)
        guard exchange.operation == .legacyCall else { return normalized }
        return try rewritten(normalized, shape: session.shape).session
    }

    // MARK: Beta sessions

    private func sessionBody(_ session: RealtimeSession) throws(ProviderRequestError) -> [UInt8] {
        let normalized = session.normalized(model: exchange.model, addingType: !usesBeta, bare: provider.bareModel)
        guard !usesBeta else { return normalized }
        let beta = try Self.rewritten(normalized, shape: session.shape)
        var body = JSONObjectWriter(capacity: beta.session.count + 128)
        if let expiresAfter = beta.expiresAfter { body.write("expires_after", raw: expiresAfter) }
        body.write("session", raw: beta.session)
        return body.finish()
    }

    private static func rewritten(
        _ session: [UInt8],
        shape: RealtimeSession.Shape
    ) throws(ProviderRequestError) -> BetaSession {
        do {
            return try BetaSession(rewriting: session, shape: shape)
        } catch {
            throw .invalidSession(error)
        }
    }
}
