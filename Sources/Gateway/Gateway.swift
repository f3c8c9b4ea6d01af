// SPDX-License-Identifier: MIT

internal import EventLoop
public import HTTPServer
internal import Providers
public import Signaling

/// The HTTP surface of one event loop: routes, decoding, CORS, limits, the envelope and the log.
public final class Gateway: HTTPHandler {
    let configuration: GatewayConfiguration
    let signaling: SignalingService
    private let log: any RequestLog
    let now: () -> Duration
    private let routes = RouteTable()
    private let providerListing: [UInt8]
    private var ids: RequestIDGenerator

    /// Makes a gateway, confined to one loop.
    ///
    /// `now` tells the time on the clock of `HTTPRequest.receivedAt`; `seed` starts the request ids and should differ
    /// between loops and processes.
    public init(
        configuration: GatewayConfiguration,
        signaling: SignalingService,
        log: any RequestLog,
        now: @escaping () -> Duration,
        seed: UInt64
    ) {
        self.configuration = configuration
        self.signaling = signaling
        self.log = log
        self.now = now
        providerListing = ProviderListing.json(of: configuration.directory)
        ids = RequestIDGenerator(seed: seed)
    }

    // MARK: HTTPHandler

    /// Answers at once what needs no body, and says how large a body may be.
    public func admission(of head: RequestHead) -> RequestAdmission {
        do throws(RelayError) {
            let route = try route(of: head)
            let verdict = configuration.cors.verdict(on: head)
            guard verdict != .refused else { throw RelayError(.originNotAllowed, stage: .request) }
            if head.method == .options {
                return .reject(preflight(head, route, verdict))
            }
            try checkMethod(head, route)
            return .readBody(limit: try bodyLimit(head, route))
        } catch {
            return .reject(failed(error, scope(of: head)))
        }
    }

    /// Answers a request whose body is complete.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        var scope = RequestScope(
            id: ids.next(),
            head: request.head,
            start: .nanoseconds(request.receivedAt.nanoseconds)
        )
        scope.bodyBytes = request.body.count
        do throws(RelayError) {
            let route = try route(of: request.head)
            scope.route = route.template
            switch route.endpoint {
            case .offer(let operation, let selection):
                return try await exchange(request, operation, selection, &scope)
            case .secret(let operation, let selection):
                return try await create(request, operation, selection, &scope)
            case .providers: return json(providerListing, status: 200, &scope)
            case .health: return json(Array(#"{"status":"ok"}"#.utf8), status: 200, &scope)
            case .readiness: return readiness(&scope)
            }
        } catch {
            return failed(error, scope)
        }
    }

    /// Puts a failure of the server's own into the envelope.
    public func response(to failure: HTTPServerFailure, head: RequestHead?) -> HTTPResponse {
        var error = RelayError(failure, contentType: head.map(ContentType.init))
        if error.code == .tooManyConnections { setRetryAfter(&error) }
        return failed(error, scope(of: head))
    }

    // MARK: Admission

    /// Starts the scope of a request that is answered before its body is there.
    private func scope(of head: RequestHead?) -> RequestScope {
        var scope = RequestScope(id: ids.next(), head: head, start: now())
        scope.route = head.flatMap(routes.route)?.template
        return scope
    }

    private func preflight(_ head: RequestHead, _ route: Route, _ verdict: CORSPolicy.Verdict) -> HTTPResponse {
        let scope = scope(of: head)
        var response = configuration.cors.preflight(head, route: route, verdict: verdict)
        response.fields.append("x-request-id", scope.id)
        return finish(response, scope)
    }

    private func route(of head: RequestHead) throws(RelayError) -> Route {
        guard let route = routes.route(of: head) else {
            throw RelayError(.notFound, stage: .request, message: "There is nothing at this path.")
        }
        return route
    }

    private func checkMethod(_ head: RequestHead, _ route: Route) throws(RelayError) {
        guard route.takes(head.method) else {
            var error = RelayError(
                .methodNotAllowed,
                stage: .request,
                message: "This path takes \(route.allow)."
            )
            error.allowedMethods = route.allow
            throw error
        }
    }

    private func bodyLimit(_ head: RequestHead, _ route: Route) throws(RelayError) -> Int {
        let type = ContentType(of: head)
        switch (route.endpoint, type) {
        case (.offer, .sdp): return configuration.maximumOfferBytes
        case (.offer, .multipart), (.offer, .json), (.secret, .json), (.secret, .none):
            return configuration.maximumBodyBytes
        case (.offer, _):
            throw unsupportedMediaType("`application/sdp`, `multipart/form-data` or `application/json`")
        case (.secret, _):
            throw unsupportedMediaType("`application/json`")
        case (.providers, _), (.health, _), (.readiness, _): return 0
        }
    }

    private func unsupportedMediaType(_ types: String) -> RelayError {
        RelayError(
            .unsupportedMediaType,
            stage: .request,
            message: "This path takes \(types).",
            param: "content-type"
        )
    }

    // MARK: Replies

    // The scope is passed in place: a copy of it would stay in the frames of all the exchanges that wait.

    private func readiness(_ scope: inout RequestScope) -> HTTPResponse {
        configuration.isReady()
            ? json(Array(#"{"status":"ready"}"#.utf8), status: 200, &scope)
            : json(Array(#"{"status":"draining"}"#.utf8), status: 503, &scope)
    }

    @inline(never)
    private func json(_ body: [UInt8], status: Int, _ scope: inout RequestScope) -> HTTPResponse {
        var fields = replyFields(scope)
        fields.append("Content-Type", "application/json")
        return finish(HTTPResponse(status: status, fields: fields, body: body), scope)
    }

    @inline(never)
    private func failed(_ error: RelayError, _ scope: RequestScope) -> HTTPResponse {
        var fields = replyFields(scope)
        ReplyFields.add(error, to: &fields)
        let response = HTTPResponse(
            status: error.status,
            fields: fields,
            body: error.envelope(requestID: scope.id)
        )
        return finish(response, scope, error: error)
    }

    func replyFields(_ scope: RequestScope) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(512)
        fields.append("x-request-id", scope.id)
        if let head = scope.head {
            configuration.cors.addFields(for: configuration.cors.verdict(on: head), to: &fields)
        }
        return fields
    }

    func finish(_ response: HTTPResponse, _ scope: RequestScope, error: RelayError? = nil) -> HTTPResponse {
        log.write(
            RequestRecord(
                id: scope.id,
                method: scope.head?.method.rawValue ?? "-",
                route: scope.route,
                status: response.status,
                code: error?.code.rawValue,
                upstreamCode: error?.upstreamCode,
                exchange: scope.exchange,
                bodyBytes: scope.bodyBytes,
                parse: scope.parse,
                total: now() - scope.start
            )
        )
        return response
    }
}
