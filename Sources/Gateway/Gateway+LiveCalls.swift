// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import JSONText
internal import Providers
internal import Signaling

/// The calls whose media ends here: what they are like, and how their clients restart ICE.
extension Gateway {
    /// Answers what is asked of them.
    // Not inlined: its frame would be part of that of the exchanges that wait.
    @inline(never)
    func liveCalls(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) async throws(RelayError) -> HTTPResponse {
        switch (admitted.match.route.endpoint, request.head.method) {
        case (.callEvents, _): callEvents(admitted, &scope)
        case (.restart, _), (_, .patch): try await restart(request, admitted, &scope)
        case (.call, _): try await liveCall(request, admitted, &scope)
        default: await list(admitted, &scope)
        }
    }

    private func list(_ admitted: Admitted, _ scope: inout RequestScope) async -> HTTPResponse {
        let signaling = surroundings.signaling
        let reports = await signaling.reports(for: caller(admitted))
        var writer = JSONObjectWriter(capacity: reports.reduce(64) { $0 + $1.count + 1 })
        writer.write("object", "list")
        writer.write("data", array: reports)
        return uncached(json(writer.finish(), status: 200, &scope))
    }

    private func liveCall(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) async throws(RelayError) -> HTTPResponse {
        let signaling = surroundings.signaling
        let id = try parameter(admitted.match, request.head)
        let report = try await signaling.report(of: id, for: caller(admitted))
        return uncached(json(report, status: 200, &scope))
    }

    /// Tells what happens to calls, as it happens.
    private func callEvents(_ admitted: Admitted, _ scope: inout RequestScope) -> HTTPResponse {
        let events = EventStream(loop: loop)
        let watch = surroundings.signaling.watch(for: caller(admitted)) { [unowned events] news in events.tell(news) }
        // The stream keeps itself until it is closed.
        events.open { watch?.cancel() }
        var fields = replyFields(scope)
        fields.append("Content-Type", "text/event-stream")
        fields.append("Cache-Control", "no-store")
        // nginx would hold small events back.
        fields.append("X-Accel-Buffering", "no")
        return finish(HTTPResponse(status: 200, fields: fields, stream: events.stream), scope)
    }

    /// Takes a new offer, or a fragment of one (RFC 9725 section 4.3.3).
    private func restart(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) async throws(RelayError) -> HTTPResponse {
        let signaling = surroundings.signaling
        let id = try parameter(admitted.match, request.head)
        let answer: RestartAnswer
        do {
            answer = try await signaling.restart(id, offer: restartOffer(request, scope), for: caller(admitted))
        } catch  where error.code == .callNotFound && request.head.method == .patch {
            throw Self.notPatched
        }
        var fields = replyFields(scope)
        switch answer {
        case .answer(let sdp):
            fields.append("Content-Type", "application/sdp")
            return finish(HTTPResponse(status: 200, fields: fields, body: sdp), scope)
        case .fragment(let fragment, let session):
            fields.append("Content-Type", "application/trickle-ice-sdpfrag")
            fields.append("ETag", "\"\(session)\"")
            return finish(HTTPResponse(status: 200, fields: fields, body: fragment), scope)
        case .nothing: return finish(HTTPResponse(status: 204, fields: fields), scope)
        }
    }

    /// A call whose connection is with its provider cannot be changed here (RFC 9725 section 4.3.2).
    private static var notPatched: RelayError {
        var error = RelayError(
            .methodNotAllowed,
            stage: .request,
            message: "The relay has no connection of this call that could be changed."
        )
        error.allowedMethods = "GET, HEAD, DELETE, OPTIONS"
        return error
    }

    private func restartOffer(_ request: HTTPRequest, _ scope: RequestScope) -> RestartOffer {
        guard ContentType(of: request.head) == .sdpFragment else { return .offer(request.body) }
        let match = request.head.valueRange(of: "if-match").map { request.head.string($0) }
        let session = match == "*" ? nil : match?.filter { $0 != "\"" }
        return .fragment(request.body, session: session, next: scope.id)
    }

    private func uncached(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.fields.append("Cache-Control", "no-store")
        return response
    }
}
