// SPDX-License-Identifier: MIT

/// Memory for one packet that is made or changed in place, aligned as libsrtp asks.
@safe
final class PacketBuffer {
    private let memory: UnsafeMutableRawBufferPointer

    init(capacity: Int) {
        unsafe memory = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// Copies a packet into the buffer, has `body` change it there, and passes what `body` says it has then to `use`.
    func withCopy<Failure: Error>(
        of packet: Span<UInt8>,
        _ body: (UnsafeMutableRawBufferPointer, Int) throws(Failure) -> Int,
        _ use: (Span<UInt8>) -> Void
    ) throws(Failure) {
        let count = packet.count
        guard unsafe count <= memory.count else { return }
        unsafe packet.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
        let length = try unsafe body(memory, count)
        let bytes = unsafe UnsafeBufferPointer(rebasing: memory.assumingMemoryBound(to: UInt8.self)[..<length])
        unsafe use(bytes.span)
    }

    /// Lets `body` use the whole buffer.
    func withSpace(_ body: (inout MutableSpan<UInt8>) -> Void) {
        var span = unsafe MutableSpan(_unsafeElements: memory.assumingMemoryBound(to: UInt8.self))
        body(&span)
    }
}
