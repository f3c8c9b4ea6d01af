// SPDX-License-Identifier: MIT

import Foundation

/// Gathers what a process writes, on a thread of its own.
final class OutputReader: @unchecked Sendable {
    // Everything below is guarded by `state`.
    private let state = NSCondition()
    private var bytes: [UInt8] = []
    private var hasEnded = false
    private var linesWanted: Int

    /// Reads `lines` lines (or a little more), the rest after ``resume()``.
    init(_ descriptor: Int32, lines: Int = .max) {
        linesWanted = lines
        Thread.detachNewThread { [self] in
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                waitUntilWanted()
                let count = unsafe read(descriptor, &chunk, chunk.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                add(chunk[..<count])
            }
            close(descriptor)
            end()
        }
    }

    /// Everything so far.
    var text: String {
        state.withLock { String(decoding: bytes, as: UTF8.self) }
    }

    /// Reads on without a limit.
    func resume() {
        state.withLock {
            linesWanted = .max
            state.broadcast()
        }
    }

    /// Waits for a complete line that contains all of `texts`, after so many others.
    func line(containing texts: String..., after count: Int = 0) async throws -> String {
        try await wait("a line with \(texts.joined(separator: ", "))") { text in
            let complete = text[..<(text.lastIndex(of: "\n") ?? text.startIndex)]
            return complete.split(separator: "\n").dropFirst(count).map(String.init).first { line in
                texts.allSatisfy { line.contains($0) }
            }
        }
    }

    /// Waits until `find` gives something out of everything so far.
    func wait<Found: Sendable>(
        _ what: String,
        _ find: @escaping @Sendable (String) -> Found?
    ) async throws -> Found {
        try await blocking { [self] in
            let deadline = Date(timeIntervalSinceNow: Double(Patience.seconds))
            state.lock()
            defer { state.unlock() }
            while true {
                let text = String(decoding: bytes, as: UTF8.self)
                if let found = find(text) { return found }
                guard !hasEnded, state.wait(until: deadline) else { throw Missing("\(what), in:\n\(text)") }
            }
        }
    }

    /// Waits for the end and gives everything.
    func all() async throws -> String {
        try await blocking { [self] in
            let deadline = Date(timeIntervalSinceNow: Double(Patience.seconds))
            return try state.withLock {
                while !hasEnded {
                    guard state.wait(until: deadline) else { throw Missing("the end of the output") }
                }
                return String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    private func waitUntilWanted() {
        state.withLock {
            while bytes.count(where: { $0 == 0x0a }) >= linesWanted { state.wait() }
        }
    }

    private func add(_ more: ArraySlice<UInt8>) {
        state.withLock {
            bytes += more
            state.broadcast()
        }
    }

    private func end() {
        state.withLock {
            hasEnded = true
            state.broadcast()
        }
    }
}
