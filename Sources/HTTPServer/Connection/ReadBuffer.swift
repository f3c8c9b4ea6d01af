// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// The memory that all connections of one loop read into: an idle connection needs none of its own.
@safe
final class ReadBuffer {
    /// What a read gave.
    enum Outcome {
        case bytes(count: Int)
        case wouldBlock
        case endOfStream
        case failed
    }

    private static let capacity = 64 * 1024
    private let memory: UnsafeMutableBufferPointer<UInt8>

    init() {
        unsafe memory = .allocate(capacity: Self.capacity)
        unsafe memory.initialize(repeating: 0)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// Reads once from a socket, over what an earlier read left.
    func receive(from descriptor: Int32) -> Outcome {
        let count = unsafe clinux_receive(descriptor, memory.baseAddress, memory.count)
        if count > 0 { return .bytes(count: count) }
        if count == 0 { return .endOfStream }
        return errno == EAGAIN ? .wouldBlock : .failed
    }

    /// Calls `body` with the first `count` bytes; nothing must be received meanwhile.
    func withBytes<Result>(_ count: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        unsafe body(UnsafeBufferPointer(memory).span.extracting(0..<count))
    }
}
