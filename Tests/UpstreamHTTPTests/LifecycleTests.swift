// SPDX-License-Identifier: MIT

import EventLoop
import Foundation
import Testing

@testable import UpstreamHTTP

@Suite("Ending early")
struct LifecycleTests {
    @Test("cancelling the task closes the upstream connection")
    func cancellationClosesTheConnection() async throws {
        let upstream = try Upstream()
        try await withClient { (client, loop) async throws in
            let bound = LoopBound(client, to: loop)
            let task = Task.immediate(executorPreference: loop) {
                await bound.value.failure(of: .post(upstream.url("/hang/1")))
            }
            _ = try await client.seen(by: upstream, after: 1, "request")
            task.cancel()
            #expect(client.inFlight == 0)
            let error = await task.value
            #expect(error?.code == .cancelled)
            #expect(error?.requestWasSent == true)
            #expect(try await client.seen(by: upstream, after: 1, "hang-up").hangUps == ["/hang/1"])
        }
    }

    @Test("a task may be cancelled from another thread")
    func cancellationFromElsewhere() async throws {
        let upstream = try Upstream()
        try await withClient { (client, loop) async throws in
            let bound = LoopBound(client, to: loop)
            let task = Task.immediate(executorPreference: loop) {
                await bound.value.failure(of: .post(upstream.url("/hang/1")))
            }
            _ = try await client.seen(by: upstream, after: 1, "request")
            Thread.detachNewThread { task.cancel() }
            #expect(await task.value?.code == .cancelled)
            #expect(try await client.seen(by: upstream, after: 1, "hang-up").hangUps == ["/hang/1"])
        }
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledBeforeItStarts() async throws {
        let upstream = try Upstream()
        try await withClient { (client, loop) async throws in
            let bound = LoopBound(client, to: loop)
            let task = Task(executorPreference: loop) {
                await bound.value.failure(of: .post(upstream.url("/ok")))
            }
            task.cancel()
            let error = await task.value
            #expect(error?.code == .cancelled)
            #expect(error?.requestWasSent == false)
            #expect(try await client.seen(by: upstream).requests.isEmpty)
        }
    }

    @Test("a late cancellation does not hit the next exchange")
    func lateCancellationIsIgnored() async throws {
        let upstream = try Upstream()
        try await withClient { (client, loop) async throws in
            let bound = LoopBound(client, to: loop)
            for _ in 0..<50 {
                let task = Task.immediate(executorPreference: loop) {
                    try await bound.value.perform(.get(upstream.url("/ok"))).status
                }
                _ = try? await task.value
                task.cancel()
            }
            #expect(try await client.perform(.get(upstream.url("/ok"))).status == 200)
        }
    }

    @Test("cancelling while a name is being resolved does not wait for the resolver")
    func cancellationWhileResolving() async throws {
        try await withClient { (client, loop) async throws in
            let bound = LoopBound(client, to: loop)
            let tasks = (0..<8).map { index in
                Task.immediate(executorPreference: loop) {
                    await bound.value.failure(of: .get("http://name-\(index).invalid/"))
                }
            }
            for task in tasks { task.cancel() }
            #expect(client.inFlight == 0)
            for task in tasks {
                let error = await task.value
                // A resolver that fails at once may have come first.
                #expect(error?.code == .cancelled || error?.code == .resolveFailed)
            }
        }
    }

    @Test("shutting down ends what is in flight and refuses what comes after")
    func shutDownEndsEverything() async throws {
        let upstream = try Upstream()
        try await withClient { (client, loop) async throws in
            let bound = LoopBound(client, to: loop)
            let task = Task.immediate(executorPreference: loop) {
                await bound.value.failure(of: .post(upstream.url("/hang")))
            }
            _ = try await client.seen(by: upstream, after: 1, "request")
            client.shutDown()
            #expect(await task.value?.code == .shuttingDown)
            #expect(client.inFlight == 0)
            #expect(await client.failure(of: .get(upstream.url("/ok")))?.code == .shuttingDown)
            client.shutDown()
        }
    }

    @Test("a client that is let go of without being shut down cleans up after itself", arguments: [false, true])
    func cleansUp(wasUsed: Bool) async throws {
        let upstream = try Upstream.shared
        try await withClient { (_, loop) async throws in
            var client: UpstreamHTTPClient? = UpstreamHTTPClient(loop: loop)
            client?.keepWarm(origin: upstream.url(""), policy: .local, every: .seconds(9))
            if wasUsed {
                let response = try await client?.perform(.get(upstream.url("/ok")))
                #expect(response?.status == 200)
            }
            client = nil
            #expect(loop.watchCount == 0)
        }
    }

    @Test("no watch and no connection is left behind")
    func leavesNothingBehind() async throws {
        let upstream = try Upstream()
        try await withClient { (client, loop) async throws in
            for path in ["/ok", "/reset-before", "/close-after", "/close-mid", "/ok"] {
                _ = try? await client.perform(.post(upstream.url(path)))
            }
            #expect(loop.watchCount > 0)
            client.shutDown()
            #expect(loop.watchCount == 0)
        }
    }

    @Test("a connection is opened in advance and kept in use")
    func keepsAConnectionWarm() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            client.keepWarm(origin: upstream.url("/v1/realtime?x=y"), policy: .local, every: .milliseconds(20))
            let watcher = UpstreamHTTPPolicy.local.with(\.totalTimeout, .seconds(29))
            _ = try await client.perform(.get(upstream.url("/__wait/request/3"), policy: watcher))
            let seen = try await client.seen(by: upstream)
            let warmUps = seen.requests.prefix(3)
            #expect(warmUps.map(\.method) == ["HEAD", "HEAD", "HEAD"])
            #expect(warmUps.map(\.target) == ["/", "/", "/"])
            #expect(warmUps[0].headers.map { $0[0] } == ["Host"])
            #expect(Set(warmUps.map(\.connection)).count == 1)
            #expect(client.counters.warmUps >= 2)
            #expect(client.counters.failedWarmUps == 0)
        }
    }

    @Test("a connection that cannot be opened in advance is only counted")
    func countsFailedWarmUps() async throws {
        let upstream = try Upstream()
        let port = try ListeningSocket().port
        try await withClient { (client, _) async throws in
            client.keepWarm(origin: "http://127.0.0.1:\(port)", policy: .local, every: .milliseconds(5))
            client.keepWarm(origin: upstream.url(""), policy: .local, every: .milliseconds(5))
            _ = try await client.seen(by: upstream, after: 4, "request")
            #expect(client.counters.failedWarmUps >= 1)
        }
    }

    @Test("idle connections are closed when they are too old to be used again")
    func closesOldConnections() async throws {
        let upstream = try Upstream()
        let limits = UpstreamHTTPClient.Limits(idleConnectionAge: .milliseconds(10))
        try await withClient(limits: limits) { (client, loop) async throws in
            _ = try await client.perform(.get(upstream.url("/ok")))
            let isClosed = await becomesTrue(on: loop) { loop.watchCount == 0 }
            #expect(isClosed)
        }
    }
}
