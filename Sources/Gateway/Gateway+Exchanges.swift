// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers
internal import Signaling

/// From a request to an exchange, and from its reply to a response.
extension Gateway {
    func exchange(
        _ request: HTTPRequest,
        _ operation: Operation,
        _ selection: ProviderDirectory.Selection,
        _ scope: inout RequestScope
    ) async throws(RelayError) -> HTTPResponse {
        let offer = try offerRequest(request, operation, selection)
        scope.parse = now() - scope.start
        try enter()
        defer { configuration.inFlight.leave() }
        let reply = try await signaling.exchange(offer, record: &scope.exchange)
        return answered(reply, scope)
    }

    func create(
        _ request: HTTPRequest,
        _ operation: Operation,
        _ selection: ProviderDirectory.Selection,
        _ scope: inout RequestScope
    ) async throws(RelayError) -> HTTPResponse {
        let secret = try secretRequest(request, operation, selection)
        scope.parse = now() - scope.start
        try enter()
        defer { configuration.inFlight.leave() }
        let reply = try await signaling.create(secret, record: &scope.exchange)
        return created(reply, scope)
    }

    // What follows is not inlined: its temporaries would stay in the frames of all the exchanges that wait.

    @inline(never)
    private func offerRequest(
        _ request: HTTPRequest,
        _ operation: Operation,
        _ selection: ProviderDirectory.Selection
    ) throws(RelayError) -> OfferRequest {
        let query = try Query(of: request.head)
        let body = try OfferBody(of: request)
        return OfferRequest(
            selection: selection,
            operation: operation,
            offer: body.offer,
            session: body.session,
            model: query.model ?? body.model,
            query: query.others,
            callerToken: CallerFields.ephemeralToken(in: request.head),
            fields: forwardedFields(of: request)
        )
    }

    @inline(never)
    private func secretRequest(
        _ request: HTTPRequest,
        _ operation: Operation,
        _ selection: ProviderDirectory.Selection
    ) throws(RelayError) -> SecretRequest {
        SecretRequest(
            selection: selection,
            operation: operation,
            body: request.body,
            model: try Query(of: request.head).model,
            callerToken: CallerFields.ephemeralToken(in: request.head),
            fields: forwardedFields(of: request)
        )
    }

    @inline(never)
    private func answered(_ reply: SignalingReply, _ scope: RequestScope) -> HTTPResponse {
        var fields = replyFields(scope)
        fields.append("Content-Type", "application/sdp")
        if let callID = reply.callID { fields.append("Location", "/v1/realtime/calls/" + callID) }
        ReplyFields.add(upstream: reply.upstreamFields, to: &fields)
        ReplyFields.add(warnings: scope.exchange.warnings, to: &fields)
        return finish(HTTPResponse(status: 201, fields: fields, body: reply.body), scope)
    }

    @inline(never)
    private func created(_ reply: SignalingReply, _ scope: RequestScope) -> HTTPResponse {
        var fields = replyFields(scope)
        fields.append("Content-Type", "application/json")
        fields.append("Cache-Control", "no-store")
        ReplyFields.add(upstream: reply.upstreamFields, to: &fields)
        return finish(HTTPResponse(status: 200, fields: fields, body: reply.body), scope)
    }

    private func forwardedFields(of request: HTTPRequest) -> [String] {
        CallerFields.forwarded(
            in: request.head,
            callerIsTrusted: configuration.isTrusted(request.remoteAddress)
        )
    }

    private func enter() throws(RelayError) {
        guard !configuration.inFlight.enter() else { return }
        var error = RelayError(.overloaded, stage: .request)
        setRetryAfter(&error)
        throw error
    }

    func setRetryAfter(_ error: inout RelayError) {
        error.retryAfterSeconds = configuration.retryAfterSeconds
        error.retryAfterMilliseconds = configuration.retryAfterSeconds * 1000
    }
}
