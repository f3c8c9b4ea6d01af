// SPDX-License-Identifier: MIT

internal import EventLoop
internal import Loopback

/// Which loop has which call with the loopback: a request to end one may come to any loop.
final class LoopbackCalls: Sendable {
    private let endpoints = Locked<[String: LoopBound<LoopbackEndpoint>]>([:])

    /// Notes a call of an endpoint, on its loop.
    func add(_ callID: String, of endpoint: LoopbackEndpoint, on loop: EventLoop) {
        let endpoint = LoopBound(endpoint, to: loop)
        endpoints.withLock { $0[callID] = endpoint }
    }

    /// Forgets a call that is over.
    func remove(_ callID: String) {
        endpoints.withLock { $0[callID] = nil }
    }

    /// Has a call ended, at once or as soon as its loop comes to it; false if there is none.
    func hangUp(_ callID: String) -> Bool {
        guard let endpoint = endpoints.withLock({ $0[callID] }) else { return false }
        if endpoint.loop.isCurrent { return endpoint.value.hangUp(callID) }
        endpoint.loop.submit { _ = endpoint.value.hangUp(callID) }
        return true
    }
}
