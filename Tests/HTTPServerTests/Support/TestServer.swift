// SPDX-License-Identifier: MIT

import EventLoop
import Foundation
import HTTPServer

/// A server on a loop with a thread of its own.
struct TestServer: Sendable {
    let port: UInt16
    let loop: EventLoop
    let server: LoopBound<HTTPServer>
    let events: Recorder<String>
    /// The streams of the handler's responses, in the order in which it made them.
    let streams: Recorder<HTTPBodyStream>
    let gate: Gate

    /// Runs `body` with a server, and waits for the end of its thread.
    static func run<Result>(
        _ limits: HTTPServerLimits = HTTPServerLimits(),
        connectionCount: ConnectionCount = ConnectionCount(),
        _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let loop = try EventLoop()
        let ended = AsyncStream<Void>.makeStream()
        Thread.detachNewThread {
            loop.run()
            ended.continuation.finish()
        }
        let server = try await make(loop, limits, connectionCount)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        server.gate.open()
        try await loop.call { server.server.value.closeAll() }
        loop.stop()
        for await _ in ended.stream {}
        return try result.get()
    }

    private static func make(
        _ loop: EventLoop,
        _ limits: HTTPServerLimits,
        _ connectionCount: ConnectionCount
    ) async throws -> TestServer {
        let events = Recorder<String>()
        let streams = Recorder<HTTPBodyStream>()
        let gate = Gate()
        let listeners = try ListenAddress(parsing: "127.0.0.1:0").bind()
        let server = try await loop.call {
            let handler = TestHandler(events: events, streams: streams, gate: gate, loop: loop)
            let server = HTTPServer(
                loop: loop,
                listener: listeners[0],
                limits: limits,
                connectionCount: connectionCount,
                handler: handler
            )
            try server.start()
            return LoopBound(server, to: loop)
        }
        return TestServer(
            port: listeners[0].port,
            loop: loop,
            server: server,
            events: events,
            streams: streams,
            gate: gate
        )
    }

    /// Begins to drain; the event "drained" follows.
    func drain() async throws {
        let (server, events) = (server, events)
        try await loop.call {
            server.value.onDrained = { events.record("drained") }
            server.value.drain()
        }
    }

    /// The number of the server's connections.
    func connectionCount() async throws -> Int {
        let server = server
        return try await loop.call { server.value.connectionCount }
    }

    /// Waits until the server has that many connections.
    func waitForConnections(_ count: Int) async throws {
        while try await connectionCount() != count { await Task.yield() }
    }

    /// How many turns the loop makes in 50 ms: some dozens at most, unless it spins.
    func turnsInAWhile() async throws -> Int {
        let (loop, result) = (loop, Recorder<Int>())
        try await loop.call {
            var turns = 0
            loop.addEndOfTurnAction { turns += 1 }
            LoopTimer(loop: loop) { result.record(turns) }.arm(after: .milliseconds(50))
        }
        return await result.next() ?? 0
    }

    /// Sends bytes on a connection of their own and reads until the server ends it.
    func exchange(
        _ bytes: [UInt8],
        pieceSize: Int = .max,
        thenShutDown: Bool = false,
        headIndices: Set<Int> = []
    ) async throws -> [ReceivedResponse] {
        let port = port
        let received = try await blocking {
            let client = try RawClient(port: port)
            try client.send(bytes, pieceSize: pieceSize)
            if thenShutDown { client.shutDownWriting() }
            return try client.receiveAll()
        }
        return try ReceivedResponse.parseAll(received, headIndices: headIndices)
    }
}

extension EventLoop {
    /// Runs `work` on the loop's thread and waits for what it returns.
    func call<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            submit { continuation.resume(with: Swift.Result(catching: work)) }
        }
    }
}

/// A list that any thread may add to and that can be awaited.
final class Recorder<Element: Sendable>: Sendable {
    private let stream = AsyncStream<Element>.makeStream()

    func record(_ element: Element) {
        stream.continuation.yield(element)
    }

    /// Waits for the next element.
    func next() async -> Element? {
        for await element in stream.stream { return element }
        return nil
    }
}
