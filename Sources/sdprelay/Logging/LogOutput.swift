// SPDX-License-Identifier: MIT

internal import CLinux
internal import EventLoop
internal import Glibc

/// Standard error, written to by all loops without ever blocking one.
///
/// Lines are gathered and written when the descriptor has room for them; beyond ``maximumPending`` the newest are
/// dropped and counted, because a reader that stands still must not stop the calls.
final class LogOutput: Sendable {
    /// How many bytes wait at most for a slow reader.
    static let maximumPending = 4 * 1024 * 1024

    private struct Pending {
        var bytes: [UInt8] = []
        var droppedLines = 0
    }

    let format: RelayConfiguration.LogFormat
    private let descriptor: Int32
    private let chunk: Int
    private let pending = Locked(Pending())

    init(descriptor: Int32 = STDERR_FILENO, format: RelayConfiguration.LogFormat) {
        self.format = format
        self.descriptor = descriptor
        chunk = clinux_write_chunk(descriptor)
    }

    /// Adds whole lines and writes as much as goes without blocking; true if something is left.
    func write(_ lines: [UInt8]) -> Bool {
        pending.withLock { pending in
            add(lines, to: &pending)
            drain(&pending)
            return !pending.bytes.isEmpty
        }
    }

    /// Writes what is left, for the end of the process; what the reader does not take within `patience` is lost.
    func flush(within patience: Duration) {
        let deadline = Clock.now() + patience
        while write([]) {
            let left = (deadline - Clock.now()).wholeNanoseconds / 1_000_000
            guard left > 0 else { return }
            var readiness = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            unsafe poll(&readiness, 1, Int32(clamping: left))
        }
    }

    private func add(_ lines: [UInt8], to pending: inout Pending) {
        guard pending.bytes.count + lines.count <= Self.maximumPending else {
            pending.droppedLines += lines.count { $0 == 0x0a }
            return
        }
        if pending.droppedLines > 0 {
            pending.bytes.append(contentsOf: event("log_lines_dropped", [("count", String(pending.droppedLines))]))
            pending.droppedLines = 0
        }
        pending.bytes.append(contentsOf: lines)
    }

    private func drain(_ pending: inout Pending) {
        var written = 0
        while written < pending.bytes.count, clinux_is_writable(descriptor) {
            let end = Self.lineEnd(in: pending.bytes, from: written, chunk: chunk)
            let count = unsafe pending.bytes[written..<end].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                // Nobody can be told that standard error is gone.
                if errno != EAGAIN { written = pending.bytes.count }
                break
            }
            written += count
        }
        if written == pending.bytes.count {
            pending.bytes.removeAll(keepingCapacity: pending.bytes.capacity <= 65_536)
        } else {
            pending.bytes.removeFirst(written)
        }
    }

    /// Whole lines only, so that those of several processes on one pipe do not mix; a longer line goes in pieces.
    private static func lineEnd(in bytes: [UInt8], from start: Int, chunk: Int) -> Int {
        let limit = min(bytes.count, start + chunk)
        guard limit < bytes.count, let last = bytes[start..<limit].lastIndex(of: 0x0a) else { return limit }
        return last + 1
    }
}
