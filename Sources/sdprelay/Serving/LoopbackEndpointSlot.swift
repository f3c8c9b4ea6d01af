// SPDX-License-Identifier: MIT

internal import Bridge
internal import Cryptography
internal import EventLoop
internal import Loopback
internal import TextCoding

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
