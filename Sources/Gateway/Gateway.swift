// SPDX-License-Identifier: MIT

public import Cryptography
public import EventLoop
public import HTTPServer
internal import Providers
public import Signaling

/// The HTTP surface of one event loop: routes, access, decoding, CORS, limits, the envelope and the log.
public final class Gateway: HTTPHandler {
    /// What requests are answered by, all of one configuration.
    ///
    /// It is an object, because a copy of all that would stay in the frames of the exchanges that wait.
    final class Surroundings {
        let configuration: GatewayConfiguration
        let signaling: SignalingService
        let access: AccessControl

        init(_ configuration: GatewayConfiguration, _ signaling: SignalingService, _ hasher: SHA256Hasher) {
            self.configuration = configuration
            self.signaling = signaling
            access = AccessControl(configuration.access, hasher: hasher)
        }
    }

    private(set) var surroundings: Surroundings
    let now: () -> Duration
    let unixTime: () -> Int64
    let loop: EventLoop
    private let log: any RequestLog
    private let routes = RouteTable()
    private let hasher: SHA256Hasher
    private var ids: RequestIDGenerator

    /// Makes a gateway, confined to one loop.
    ///
    /// - Parameters:
    ///   - configuration: What it needs to know.
    ///   - signaling: The use case.
    ///   - hasher: For callers' credentials.
    ///   - loop: Its loop.
    ///   - log: Takes a record of every request.
    ///   - now: Tells the time on the clock of `HTTPRequest.receivedAt`.
    ///   - unixTime: Tells the time in seconds since 1970.
    ///   - seed: Starts the request ids; it should differ between loops and processes.
    public init(
        configuration: GatewayConfiguration,
        signaling: SignalingService,
        hasher: SHA256Hasher,
        loop: EventLoop,
        log: any RequestLog,
        now: @escaping () -> Duration,
        unixTime: @escaping () -> Int64,
        seed: UInt64
    ) {
        self.hasher = hasher
        surroundings = Surroundings(configuration, signaling, hasher)
        self.loop = loop
        self.log = log
        self.now = now
        self.unixTime = unixTime
        ids = RequestIDGenerator(seed: seed)
    }

    /// Serves by another configuration from the next request on; those in work end by the old one.
    public func reload(_ configuration: GatewayConfiguration, signaling: SignalingService) {
        surroundings = Surroundings(configuration, signaling, hasher)
    }

    // MARK: HTTPHandler

    /// Answers at once what needs no body, and says how large a body may be.
    public func admission(of head: RequestHead, from address: SocketAddress) -> RequestAdmission {
        let configuration = surroundings.configuration
        do throws(RelayError) {
            let match = try match(of: head)
            let route = match.route
            let verdict = configuration.cors.verdict(on: head)
            guard verdict != .refused else { throw RelayError(.originNotAllowed, stage: .request) }
            if head.method == .options {
                return .reject(preflight(head, route, verdict))
            }
            try checkMethod(head, route)
            // Who may not call need not send a body.
            let caller = route.endpoint.isPublic ? nil : try caller(of: head, at: address)
            let limit = try BodyRules.limit(of: head, for: route.endpoint, configuration)
            return .readBody(limit: limit, finding: Admitted(match, caller))
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
        let admitted = Admitted.finding(of: request)
        scope.route = admitted.match.route.template
        scope.exchange.accessKey = admitted.caller?.keyName
        do throws(RelayError) {
            switch admitted.match.route.endpoint {
            case .offer(.call) where request.head.method != .post, .callEvents, .restart,
                .call(.realtime) where request.head.method != .delete:
                return try await liveCalls(request, admitted, &scope)
            case .offer, .whip: return try await exchange(request, admitted, &scope)
            case .secret: return try await create(request, admitted, &scope)
            case .control, .call: return try await control(request, admitted, &scope)
            case .providers, .provider, .iceServers: return try describe(request, admitted, &scope)
            case .console: return console(&scope)
            case .metrics: return try metrics(admitted, &scope)
            case .health: return json(Array(#"{"status":"ok"}"#.utf8), status: 200, &scope)
            case .readiness: return readiness(&scope)
            }
        } catch {
            return failed(error, scope)
        }
    }

    /// Puts a failure of the server's own into the envelope.
    public func response(to failure: HTTPServerFailure, head: RequestHead?) -> HTTPResponse {
        failed(RelayError(failure, contentType: head.map(ContentType.init)), scope(of: head))
    }

    // MARK: Admission

    /// Starts the scope of a request that is answered before its body is there.
    private func scope(of head: RequestHead?) -> RequestScope {
        var scope = RequestScope(id: ids.next(), head: head, start: now())
        scope.route = head.flatMap(routes.route)?.route.template
        return scope
    }

    private func preflight(_ head: RequestHead, _ route: Route, _ verdict: CORSPolicy.Verdict) -> HTTPResponse {
        let scope = scope(of: head)
        var response = surroundings.configuration.cors.preflight(head, route: route, verdict: verdict)
        // RFC 9725 section 4.2.
        if route.endpoint == .whip { response.fields.append("Accept-Post", "application/sdp") }
        response.fields.append("x-request-id", scope.id)
        return finish(response, scope)
    }

    @inline(never)
    private func match(of head: RequestHead) throws(RelayError) -> RouteMatch {
        guard let match = routes.route(of: head),
            match.route.endpoint != .console || surroundings.configuration.console != nil
        else {
            throw RelayError(.notFound, stage: .request, message: "There is nothing at this path.")
        }
        return match
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

    private func caller(of head: RequestHead, at address: SocketAddress) throws(RelayError) -> Caller {
        try surroundings.access.caller(of: head, isTrustedAddress: surroundings.configuration.isTrusted(address))
    }

    // MARK: Replies

    // The scope is passed in place: a copy of it would stay in the frames of all the exchanges that wait.

    private func readiness(_ scope: inout RequestScope) -> HTTPResponse {
        surroundings.configuration.isReady()
            ? json(Array(#"{"status":"ready"}"#.utf8), status: 200, &scope)
            : json(Array(#"{"status":"draining"}"#.utf8), status: 503, &scope)
    }

    @inline(never)
    func json(_ body: [UInt8], status: Int, _ scope: inout RequestScope) -> HTTPResponse {
        text(body, "application/json", status: status, &scope)
    }

    @inline(never)
    func text(_ body: [UInt8], _ type: String, status: Int, _ scope: inout RequestScope) -> HTTPResponse {
        var fields = replyFields(scope)
        fields.append("Content-Type", type)
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
            let cors = surroundings.configuration.cors
            cors.addFields(for: cors.verdict(on: head), to: &fields)
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
