// SPDX-License-Identifier: MIT

internal import Cryptography
internal import EventLoop
internal import JSONText
internal import Loopback
internal import Providers
internal import Signaling
internal import TextCoding

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
        let response = isHangUp ? hangUp(request.url) : answer(request.body, settings, of: provider.name)
        var total = Duration.zero
        if settings.fault == .delay, !isHangUp {
            total = LoopbackSettings.answerDelay
            await endpoint.wait(total)
        }
        let timings = UpstreamTimings(connect: nil, firstByte: total, total: total)
        return UpstreamDelivery(response: response, timings: timings)
    }

    private func answer(_ body: [UInt8], _ settings: LoopbackSettings, of provider: String) -> UpstreamResponse {
        guard let document = try? JSONDocument(parsing: body), let object = document.object,
            let offer = object.string("sdp")
        else { return Self.failure(400, "invalid_request", "The request has no member sdp.") }
        let endpoint: LoopbackEndpoint
        do {
            endpoint = try self.endpoint.endpoint()
        } catch {
            return Self.failure(503, "media_unavailable", error.message)
        }
        let session = object.raw("session").map(Array.init)
        switch endpoint.answer(Array(offer.utf8), session: session, settings: settings) {
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
    private let media: MediaPort
    /// The calls of all loops.
    let calls: LoopbackCalls
    private let counts: MediaCounts
    private var existing: LoopbackEndpoint?
    private var counted: [String: MediaCounts.CallID] = [:]

    init(loop: EventLoop, media: MediaPort, calls: LoopbackCalls, counts: MediaCounts) {
        self.loop = loop
        self.media = media
        self.calls = calls
        self.counts = counts
    }

    /// Notes a call that this loop's endpoint has answered for a provider.
    func note(_ callID: String, of provider: String) {
        guard let existing else { return }
        calls.add(callID, of: existing, on: loop)
        counted[callID] = counts.begin(
            provider: provider,
            media: .loopback,
            legs: [(.client, { [unowned existing] in existing.statistics(of: callID) })]
        )
    }

    /// The endpoint, made if there is none.
    func endpoint() throws(SetUpFailure) -> LoopbackEndpoint {
        if let existing { return existing }
        let media = try media.open()
        let endpoint = LoopbackEndpoint(
            loop: loop,
            port: media.port,
            identity: media.identity,
            sign: media.sign,
            name: { "rtc_" + Base64.encodeURLSafe(RandomBytes.make(18) ?? []) }
        )
        endpoint.onEnd = { [unowned self] callID, reason in
            calls.remove(callID)
            if let id = counted.removeValue(forKey: callID) { counts.end(id, reason: reason) }
        }
        existing = endpoint
        return endpoint
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
