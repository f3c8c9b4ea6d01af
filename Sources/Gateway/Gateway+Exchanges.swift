// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers
internal import Signaling

/// From a request to an exchange, and from its reply to a response.
extension Gateway {
    func exchange(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) async throws(RelayError) -> HTTPResponse {
        let signaling = surroundings.signaling
        let offer = try offerRequest(request, admitted, &scope)
        let reply = try await signaling.exchange(offer, record: &scope.exchange)
        return answered(reply, admitted.match, scope)
    }

    func create(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) async throws(RelayError) -> HTTPResponse {
        let signaling = surroundings.signaling
        let secret = try secretRequest(request, admitted, &scope)
        let reply = try await signaling.create(secret, record: &scope.exchange)
        return created(reply, scope)
    }

    func control(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) async throws(RelayError) -> HTTPResponse {
        let signaling = surroundings.signaling
        let control = try controlRequest(request, admitted, &scope)
        let reply = try await signaling.control(control, record: &scope.exchange)
        return done(reply, scope)
    }

    // What follows is not inlined: its temporaries would stay in the frames of all the exchanges that wait.

    // MARK: Requests

    @inline(never)
    private func offerRequest(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) throws(RelayError) -> OfferRequest {
        let match = admitted.match
        let caller = caller(admitted)
        let query = try Query(of: request.head)
        let operation = match.route.endpoint.operation
        let body = operation == .liveSession ? OfferBody(whole: request.body) : try OfferBody(of: request)
        let model = match.route.endpoint == .whip ? try parameter(match, request.head) : query.model ?? body.model
        scope.parse = now() - scope.start
        return OfferRequest(
            caller: caller,
            selection: selection(match, request.head),
            operation: operation,
            offer: body.offer,
            session: body.session,
            model: model,
            query: query.others,
            fields: CallerFields.forwarded(in: request.head, callerIsTrusted: caller.isTrusted),
            media: query.media,
            requestID: scope.id
        )
    }

    @inline(never)
    private func secretRequest(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) throws(RelayError) -> SecretRequest {
        let match = admitted.match
        let caller = caller(admitted)
        let query = try Query(of: request.head)
        scope.parse = now() - scope.start
        return SecretRequest(
            caller: caller,
            selection: selection(match, request.head),
            operation: match.route.endpoint.operation,
            body: request.body,
            model: query.model,
            fields: CallerFields.forwarded(in: request.head, callerIsTrusted: caller.isTrusted)
        )
    }

    @inline(never)
    private func controlRequest(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) throws(RelayError) -> ControlRequest {
        let match = admitted.match
        let caller = caller(admitted)
        let id = try parameter(match, request.head)
        scope.parse = now() - scope.start
        return ControlRequest(
            caller: caller,
            selection: selection(match, request.head),
            operation: match.route.endpoint.operation,
            callID: id,
            body: request.body,
            fields: CallerFields.forwarded(in: request.head, callerIsTrusted: caller.isTrusted)
        )
    }

    func caller(_ admitted: Admitted) -> Caller {
        guard let caller = admitted.caller else { preconditionFailure("an exchange that anyone may ask for") }
        return caller
    }

    /// What varies in the path, decoded.
    func parameter(_ match: RouteMatch, _ head: RequestHead) throws(RelayError) -> String {
        guard let range = match.parameter, let text = PercentEncoding.decodePath(head.bytes[range]) else {
            throw RelayError(.invalidPath, stage: .request)
        }
        return text
    }

    private func selection(_ match: RouteMatch, _ head: RequestHead) -> ProviderDirectory.Selection {
        guard let range = match.provider else { return .byModel }
        let name = head.string(range)
        let azure = "azure"
        if match.isAzurePreview, name == "openai", surroundings.configuration.directory.provider(named: azure) != nil {
            return .named(azure)
        }
        return .named(name)
    }

    // MARK: Responses

    @inline(never)
    private func answered(_ reply: SignalingReply, _ match: RouteMatch, _ scope: RequestScope) -> HTTPResponse {
        var fields = replyFields(scope)
        let kind = reply.content == .liveSession ? CallKind.live : .realtime
        fields.append("Content-Type", kind == .live ? "application/json" : "application/sdp")
        if let id = reply.callID { fields.append("Location", kind.locationRoot + id) }
        if match.route.endpoint == .whip {
            // RFC 9725 section 4.3.1: a strong tag that names the ICE session; a call has only one here.
            fields.append("ETag", "\"\(scope.id)\"")
            iceServers(for: scope).addLinks(to: &fields)
        }
        ReplyFields.add(upstream: reply.upstreamFields, to: &fields)
        ReplyFields.add(warnings: scope.exchange, to: &fields)
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

    @inline(never)
    private func done(_ reply: SignalingReply, _ scope: RequestScope) -> HTTPResponse {
        var fields = replyFields(scope)
        ReplyFields.add(upstream: reply.upstreamFields, to: &fields)
        return finish(HTTPResponse(status: 200, fields: fields), scope)
    }
}

extension CallKind {
    // Made once: each piece more is an allocation for each exchange.
    private static let realtimeRoot = "/v1" + CallKind.realtime.path + "/"
    private static let liveRoot = "/v1" + CallKind.live.path + "/"

    /// What stands in front of the id in the path of such a call.
    fileprivate var locationRoot: String { self == .live ? Self.liveRoot : Self.realtimeRoot }
}

extension Endpoint {
    /// What is asked of a provider; WHIP and `DELETE` are other ways of asking for the same.
    fileprivate var operation: Operation {
        switch self {
        case .offer(let operation), .secret(let operation), .control(let operation): operation
        case .call(let kind): kind.hangUp
        case .whip: .call
        case .restart, .callEvents, .providers, .provider, .iceServers, .console, .metrics, .health, .readiness:
            preconditionFailure("\(self) asks no provider")
        }
    }
}
