// SPDX-License-Identifier: MIT

internal import JSONText
internal import Loopback
internal import Providers
internal import Signaling

/// Carries requests for the loopback to the endpoint of this loop.
///
/// The endpoint, with its sockets, is made for the first offer. It is confined to one loop.
final class LoopbackTransport: UpstreamTransport {
    let tokens: LoopbackTokens
    private let endpoint: LoopbackEndpointSlot
    private let settings: [String: LoopbackSettings]

    init(
        endpoint: LoopbackEndpointSlot,
        tokens: LoopbackTokens,
        providers: [RelayConfiguration.ProviderEntry]
    ) {
        self.tokens = tokens
        self.endpoint = endpoint
        settings = Dictionary(uniqueKeysWithValues: providers.map { ($0.provider.name, $0.loopback) })
    }

    func send(
        _ request: consuming UpstreamRequest,
        to provider: ConfiguredProvider
    ) async throws(UpstreamTransportError) -> UpstreamDelivery {
        let settings = settings[provider.name] ?? LoopbackSettings()
        // The operator may want a query on every call.
        let path = request.url.prefix { $0 != "?" }
        let isOffer = path.hasSuffix("/calls")
        let response = respond(to: request, path, provider, settings)
        var total = Duration.zero
        if settings.fault == .delay, isOffer {
            total = LoopbackSettings.answerDelay
            await endpoint.wait(total)
        }
        let timings = UpstreamTimings(connect: nil, firstByte: total, total: total)
        return UpstreamDelivery(response: response, timings: timings)
    }

    private func respond(
        to request: borrowing UpstreamRequest,
        _ path: Substring,
        _ provider: ConfiguredProvider,
        _ settings: LoopbackSettings
    ) -> UpstreamResponse {
        let endsCall = path.hasSuffix("/hangup")
        let mints = path.hasSuffix("/client_secrets")
        var given: [[UInt8]] = []
        if let token = Self.token(of: request) {
            guard !mints else { return Self.failure(403, "insufficient_permissions", "A token mints no other token.") }
            let finding = tokens.find(token, of: provider.fingerprint)
            if let refusal = Self.refusal(of: finding, endsCall: endsCall) { return refusal }
            if case .good(let session) = finding, !session.isEmpty { given.append(session) }
        }
        if endsCall { return hangUp(path) }
        return mints ? mint(request.body, for: provider) : answer(request.body, given, settings, of: provider.name)
    }

    /// Answers an offer, whose own session is laid over the ones that are given.
    private func answer(
        _ body: [UInt8],
        _ given: [[UInt8]],
        _ settings: LoopbackSettings,
        of provider: String
    ) -> UpstreamResponse {
        guard let document = try? JSONDocument(parsing: body), let object = document.object,
            let offer = object.string("sdp")
        else { return Self.failure(400, "invalid_request", "The request has no member sdp.") }
        let endpoint: LoopbackEndpoint
        do {
            endpoint = try self.endpoint.endpoint()
        } catch {
            return Self.failure(503, "media_unavailable", error.message)
        }
        let sessions = given + (object.raw("session").map { [Array($0)] } ?? [])
        switch endpoint.answer(Array(offer.utf8), sessions: sessions, settings: settings) {
        case .answered(let sdp, let callID):
            self.endpoint.note(callID, of: provider)
            var writer = JSONObjectWriter(capacity: sdp.count + 256)
            writer.write("id", callID)
            writer.write("sdp", String(decoding: sdp, as: UTF8.self))
            return UpstreamResponse(status: 201, body: writer.finish())
        case .unanswerable(let reason): return Self.failure(400, "unanswerable_offer", reason)
        case .refused: return Self.failure(503, "refused", "The loopback refuses calls, as it is told to.")
        case .full: return Self.failure(503, "too_many_calls", "The loopback has as many calls as it may.")
        }
    }

    private func hangUp(_ path: Substring) -> UpstreamResponse {
        let id = path.split(separator: "/").dropLast().last.map(String.init) ?? ""
        guard endpoint.calls.hangUp(id) else {
            return Self.failure(404, "call_not_found", "There is no such call.")
        }
        return UpstreamResponse(status: 200, body: [])
    }

    static func failure(_ status: Int, _ code: String, _ message: String, param: String? = nil) -> UpstreamResponse {
        var error = JSONObjectWriter()
        error.write("type", status < 500 ? "invalid_request_error" : "server_error")
        error.write("code", code)
        error.write("message", message)
        error.writeIfPresent("param", param)
        var writer = JSONObjectWriter()
        writer.write("error", raw: error.finish())
        // A place may be free again soon.
        let fields = status == 503 ? FieldBlock(Array("Retry-After: 1\r\n".utf8)) : FieldBlock([])
        return UpstreamResponse(status: status, fields: fields, body: writer.finish())
    }
}
