// SPDX-License-Identifier: MIT

internal import JSONText

/// Requests in the form of OpenAI's realtime API (https://platform.openai.com/docs/api-reference/realtime).
enum OpenAIForm {
    /// The endpoints of the form.
    static let endpoints: [ProviderFacts.Endpoint] = [
        .init(operation: .call, path: "/v1/realtime/calls", handshakes: [.multipart, .raw]),
        .init(operation: .legacyCall, path: "/v1/realtime", handshakes: [.raw, .multipart]),
        .init(operation: .clientSecret, path: "/v1/realtime/client_secrets", handshakes: []),
        .init(operation: .legacySession, path: "/v1/realtime/sessions", handshakes: []),
        .init(
            operation: .legacyTranscriptionSession,
            path: "/v1/realtime/transcription_sessions",
            handshakes: []
        ),
    ]

    /// Builds the request of an exchange.
    static func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider,
        facts: ProviderFacts
    ) throws(ProviderRequestError) -> UpstreamRequest {
        let isLegacy = exchange.operation != .call && exchange.operation != .clientSecret
        let usesBeta = isLegacy && provider.legacyMode == .beta
        guard
            let endpoint = facts.endpoint(
                for: usesBeta ? exchange.operation : currentOperation(for: exchange.operation)
            )
        else { throw .unsupportedOperation(exchange.operation) }
        let url = provider.baseURL + endpoint.path
        let fields = requestFields(exchange, provider, usesBeta: usesBeta)
        switch exchange.payload {
        case .offer(let offer, let session):
            return try offerRequest(
                offer,
                session,
                exchange,
                provider,
                url: url,
                fields: fields,
                usesBeta: usesBeta
            )
        case .clientSecret(let body):
            return jsonRequest(
                body.normalized(model: exchange.model, bare: provider.bareModel),
                url: url,
                fields: fields
            )
        case .session(let session):
            let body = try sessionBody(session, exchange, provider, usesBeta: usesBeta)
            return jsonRequest(body, url: url, fields: fields)
        }
    }

    /// The operation of the current API that does what a beta operation did.
    private static func currentOperation(for operation: Operation) -> Operation {
        switch operation {
        case .call, .legacyCall: .call
        case .clientSecret, .legacySession, .legacyTranscriptionSession: .clientSecret
        }
    }

    // MARK: Offers

    private static func offerRequest(
        _ offer: ArraySlice<UInt8>,
        _ session: RealtimeSession?,
        _ exchange: ProviderExchange,
        _ provider: ConfiguredProvider,
        url: String,
        fields: [String],
        usesBeta: Bool
    ) throws(ProviderRequestError) -> UpstreamRequest {
        let session = try sessionText(session, exchange, provider, usesBeta: usesBeta)
        // `?model=` only where no session carries the model; the beta endpoint always wants it.
        let model = session == nil || usesBeta ? exchange.model : nil
        let target = url + query(model: model, passed: exchange.query)
        guard let session else {
            return UpstreamRequest(
                url: target,
                fields: fields + ["Content-Type: application/sdp", "Accept: application/sdp"],
                body: Array(offer)
            )
        }
        let boundary = exchange.boundary.avoiding(offer.span, session.span)
        return UpstreamRequest(
            url: target,
            fields: fields + [
                "Content-Type: multipart/form-data; boundary=" + boundary.text, "Accept: application/sdp",
            ],
            body: OfferForm.body(offer: offer, session: session, boundary: boundary)
        )
    }

    /// The session that goes upstream; nil for a raw offer.
    private static func sessionText(
        _ session: RealtimeSession?,
        _ exchange: ProviderExchange,
        _ provider: ConfiguredProvider,
        usesBeta: Bool
    ) throws(ProviderRequestError) -> [UInt8]? {
        guard let session else {
            // Providers keep raw bodies for ephemeral tokens, so the relay's own key goes up with a session.
            guard !exchange.credential.isCallers, !usesBeta, provider.handshake == .multipart,
                let model = exchange.model
            else { return nil }
            return RealtimeSession.minimal(model: model)
        }
        if usesBeta {
            return session.normalized(model: exchange.model, addingType: false, bare: provider.bareModel)
        }
        let normalized = session.normalized(model: exchange.model, bare: provider.bareModel)
        guard exchange.operation == .legacyCall else { return normalized }
        return try rewritten(normalized, shape: session.shape).session
    }

    // MARK: JSON

    private static func sessionBody(
        _ session: RealtimeSession,
        _ exchange: ProviderExchange,
        _ provider: ConfiguredProvider,
        usesBeta: Bool
    ) throws(ProviderRequestError) -> [UInt8] {
        if usesBeta {
            return session.normalized(model: exchange.model, addingType: false, bare: provider.bareModel)
        }
        let normalized = session.normalized(model: exchange.model, bare: provider.bareModel)
        let beta = try rewritten(normalized, shape: session.shape)
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

    private static func jsonRequest(_ body: [UInt8], url: String, fields: [String]) -> UpstreamRequest {
        UpstreamRequest(
            url: url,
            fields: fields + ["Content-Type: application/json", "Accept: application/json"],
            body: body
        )
    }

    // MARK: Fields and query

    private static func requestFields(
        _ exchange: ProviderExchange,
        _ provider: ConfiguredProvider,
        usesBeta: Bool
    ) -> [String] {
        var fields: [String] = []
        fields.reserveCapacity(exchange.fields.count + provider.extraFields.count + 3)
        if let secret = exchange.credential.secretText { fields.append("Authorization: Bearer " + secret) }
        for field in exchange.fields {
            // `OpenAI-Beta` makes the current endpoints answer `beta_api_shape_disabled`; what the operator has set
            // is not the caller's to say.
            if !usesBeta, haveSameName(field, "OpenAI-Beta:") { continue }
            if provider.extraFields.contains(where: { haveSameName(field, $0) }) { continue }
            fields.append(field)
        }
        fields.append(contentsOf: provider.extraFields)
        return fields
    }

    /// Whether two field lines have the same name; names are tokens, whose letters are compared without their case.
    private static func haveSameName(_ left: String, _ right: String) -> Bool {
        func name(_ line: String) -> some Sequence<UInt8> {
            line.utf8.prefix { $0 != UInt8(ascii: ":") }.lazy.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        }
        return name(left).elementsEqual(name(right))
    }

    private static func query(model: String?, passed: String?) -> String {
        switch (model, passed) {
        case (nil, nil): ""
        case (let model?, nil): "?model=" + PercentEncoding.encode(model)
        case (nil, let passed?): "?" + passed
        case (let model?, let passed?): "?model=" + PercentEncoding.encode(model) + "&" + passed
        }
    }
}
