// SPDX-License-Identifier: MIT

import EventLoop
import Foundation

/// Runs `body` with a loop that has a thread of its own, and waits for the thread's end.
func withLoop<Result>(_ body: (EventLoop) async throws -> Result) async throws -> Result {
    let loop = try EventLoop()
    let ended = AsyncStream<Void>.makeStream()
    Thread.detachNewThread {
        loop.run()
        ended.continuation.finish()
    }
    do {
        let result = try await body(loop)
        loop.stop()
        for await _ in ended.stream {}
        return result
    } catch {
        loop.stop()
        for await _ in ended.stream {}
        throw error
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

    /// Waits for the next elements.
    func next(_ count: Int) async -> [Element] {
        var elements: [Element] = []
        guard count > 0 else { return elements }
        for await element in stream.stream {
            elements.append(element)
            if elements.count == count { break }
        }
        return elements
    }
}
