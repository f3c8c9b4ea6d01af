// SPDX-License-Identifier: MIT

internal import Cryptography
internal import DTLS
internal import EventLoop
internal import Glibc
internal import ICE
internal import JSONText
internal import Loopback
internal import Providers
internal import Signaling
internal import SRTP
internal import TextCoding
internal import WebRTC

/// Carries requests for the loopback to the endpoint of this loop.
///
/// The endpoint, with its sockets, is made for the first offer. It is confined to one loop.
final class LoopbackTransport: UpstreamTransport {
    private let endpoint: LoopbackEndpointSlot
    private let settings: [String: LoopbackSettings]

    init(
        endpoint: LoopbackEndpointSlot,
        providers: [RelayConfiguration.ProviderEntry]
    ) {
        self.endpoint = endpoint
        settings = Dictionary(uniqueKeysWithValues: providers.map { ($0.provider.name, $0.loopback) })
    }

    func send(
        _ request: consuming UpstreamRequest,
        to provider: ConfiguredProvider
    ) async throws(UpstreamTransportError) -> UpstreamDelivery {
        let settings = settings[provider.name] ?? LoopbackSettings()
        let isHangUp = request.url.hasSuffix("/hangup")
        let response = isHangUp ? hangUp(request.url) : answer(request.body, settings)
        var total = Duration.zero
        if settings.fault == .delay, !isHangUp {
            total = LoopbackSettings.answerDelay
            await endpoint.wait(total)
        }
        let timings = UpstreamTimings(connect: nil, firstByte: total, total: total)
        return UpstreamDelivery(response: response, timings: timings)
    }

    private func answer(_ body: [UInt8], _ settings: LoopbackSettings) -> UpstreamResponse {
        guard let document = try? JSONDocument(parsing: body), let object = document.object,
            let offer = object.string("sdp")
        else { return Self.failure(400, "invalid_request", "The request has no member sdp.") }
        switch endpoint.endpoint() {
        case .failure(let error): return Self.failure(503, "media_unavailable", error.message)
        case .success(let endpoint):
            let session = object.raw("session").map(Array.init)
            switch endpoint.answer(Array(offer.utf8), session: session, settings: settings) {
            case .answered(let sdp, let callID):
                self.endpoint.note(callID)
                var writer = JSONObjectWriter(capacity: sdp.count + 256)
                writer.write("id", callID)
                writer.write("sdp", String(decoding: sdp, as: UTF8.self))
                return UpstreamResponse(status: 201, body: writer.finish())
            case .unanswerable(let reason): return Self.failure(400, "unanswerable_offer", reason)
            case .refused: return Self.failure(503, "refused", "The loopback refuses calls, as it is told to.")
            case .full: return Self.failure(503, "too_many_calls", "The loopback has as many calls as it may.")
            }
        }
    }

    private func hangUp(_ url: String) -> UpstreamResponse {
        let id = url.split(separator: "/").dropLast().last.map(String.init) ?? ""
        guard endpoint.calls.hangUp(id) else {
            return Self.failure(404, "call_not_found", "There is no such call.")
        }
        return UpstreamResponse(status: 200, body: [])
    }

    private static func failure(_ status: Int, _ code: String, _ message: String) -> UpstreamResponse {
        var error = JSONObjectWriter()
        error.write("type", status < 500 ? "invalid_request_error" : "server_error")
        error.write("code", code)
        error.write("message", message)
        var writer = JSONObjectWriter()
        writer.write("error", raw: error.finish())
        // A place may be free again soon.
        let fields = status == 503 ? FieldBlock(Array("Retry-After: 1\r\n".utf8)) : FieldBlock([])
        return UpstreamResponse(status: status, fields: fields, body: writer.finish())
    }
}

/// The loopback's endpoint on one loop, once it is needed; it outlives reloads.
final class LoopbackEndpointSlot {
    private let loop: EventLoop
    private let state: RelayState
    private var existing: LoopbackEndpoint?

    init(loop: EventLoop, state: RelayState) {
        self.loop = loop
        self.state = state
    }

    /// The calls of all loops.
    var calls: LoopbackCalls { state.loopbackCalls }

    /// Notes a call that this loop's endpoint has answered.
    func note(_ callID: String) {
        if let existing { calls.add(callID, of: existing, on: loop) }
    }

    /// The endpoint, made if there is none; why it cannot be made stands in the failure.
    func endpoint() -> Result<LoopbackEndpoint, SetUpFailure> {
        if let existing { return .success(existing) }
        do {
            try SRTPLibrary.start()
            let identity = try state.mediaIdentity.current()
            let key = Array(state.processSecret.utf8)
            let endpoint = try LoopbackEndpoint(
                loop: loop,
                addresses: LocalAddresses.all(),
                identity: { [state] in (try? state.mediaIdentity.current()) ?? identity },
                sign: { HMAC.sha256($0, key: key) ?? [] },
                name: { "rtc_" + Base64.encodeURLSafe(RandomBytes.make(18) ?? []) }
            )
            endpoint.onEnd = { [calls] callID, _ in calls.remove(callID) }
            existing = endpoint
            return .success(endpoint)
        } catch {
            return .failure(SetUpFailure(what: "media", why: "\(error)"))
        }
    }

    /// Waits, without holding the loop up.
    func wait(_ time: Duration) async {
        var timer: LoopTimer?
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            timer = LoopTimer(loop: loop) { continuation.resume() }
            timer?.arm(after: time)
        }
        timer?.disarm()
    }

    func close() {
        existing?.close()
    }
}

extension SetUpFailure {
    var message: String { "\(what): \(why)" }
}
