// SPDX-License-Identifier: MIT

import EventLoop
import Foundation
import Testing

@testable import UpstreamHTTP

/// Runs `body` with a client on an event loop of its own, on the loop's thread.
func withClient<Value: Sendable>(
    limits: UpstreamHTTPClient.Limits = .init(),
    _ body: @escaping @Sendable (UpstreamHTTPClient, EventLoop) async throws -> Value
) async throws -> Value {
    let loop = try EventLoop()
    let thread = Thread { loop.run() }
    thread.start()
    defer { loop.stop() }
    let task = Task(executorPreference: loop) {
        let client = UpstreamHTTPClient(loop: loop, limits: limits)
        defer { client.shutDown() }
        return try await body(client, loop)
    }
    return try await task.value
}

extension UpstreamHTTPPolicy {
    /// A policy for servers on this machine.
    static let local = UpstreamHTTPPolicy(allowPrivateNetwork: true)

    /// A policy with one change.
    func with<Value>(_ path: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
        var copy = self
        copy[keyPath: path] = value
        return copy
    }
}

extension UpstreamHTTPRequest {
    static func post(_ url: String, policy: UpstreamHTTPPolicy = .local) -> Self {
        UpstreamHTTPRequest(
            .post,
            url,
            fields: ["Content-Type: application/sdp"],
            body: Array("v=0\r\n".utf8),
            policy: policy
        )
    }

    static func get(_ url: String, policy: UpstreamHTTPPolicy = .local) -> Self {
        UpstreamHTTPRequest(.get, url, policy: policy)
    }
}

extension UpstreamHTTPClient {
    /// The error that a request ends with; nil, and a recorded issue, if it has a response.
    func failure(of request: UpstreamHTTPRequest) async -> UpstreamHTTPError? {
        do throws(UpstreamHTTPError) {
            let response = try await perform(request)
            Issue.record("expected an error, got status \(response.status)")
            return nil
        } catch {
            return error
        }
    }

    /// What the upstream has received so far.
    func seen(by upstream: Upstream) async throws -> Upstream.Seen {
        try await Upstream.seen(perform(.get(upstream.url("/__seen"))).body)
    }

    /// The requests for one path that the upstream has received so far.
    func requests(for path: String, seenBy upstream: Upstream) async throws -> [Upstream.Seen.Request] {
        try await Upstream.seen(perform(.get(upstream.url("/__seen?path=\(path)"))).body).requests
    }

    /// What the upstream has received once `count` events of a kind have happened there.
    func seen(by upstream: Upstream, after count: Int, _ kind: String) async throws -> Upstream.Seen {
        try await Upstream.seen(perform(.get(upstream.url("/__wait/\(kind)/\(count)"))).body)
    }
}

/// Looks every few milliseconds, without blocking the loop, whether `condition` holds; false after ten seconds.
func becomesTrue(on loop: EventLoop, _ condition: @escaping () -> Bool) async -> Bool {
    let deadline = loop.now.advanced(by: .seconds(10))
    while !condition(), loop.now < deadline {
        await pause(on: loop)
    }
    return condition()
}

/// Lets the loop do other things for a few milliseconds.
func pause(on loop: EventLoop) async {
    await withCheckedContinuation { continuation in
        LoopTimer(loop: loop) { continuation.resume() }.arm(after: .milliseconds(2))
    }
}
