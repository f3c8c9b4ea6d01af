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
        guard unsafe packet.count <= memory.count else { return }
        unsafe packet.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
        try unsafe change(packet.count, body, use)
    }

    /// Has `write` write a packet, `body` change it where it is, and passes what `body` says it has then to `use`; nothing
    /// if `write` does not give its length.
    func withPacket<Failure: Error>(
        _ write: (inout MutableSpan<UInt8>) -> Int?,
        _ body: (UnsafeMutableRawBufferPointer, Int) throws(Failure) -> Int,
        _ use: (Span<UInt8>) -> Void
    ) throws(Failure) {
        var length: Int?
        withSpace { space in length = write(&space) }
        guard let length else { return }
        try unsafe change(length, body, use)
    }

    private func change<Failure: Error>(
        _ count: Int,
        _ body: (UnsafeMutableRawBufferPointer, Int) throws(Failure) -> Int,
        _ use: (Span<UInt8>) -> Void
    ) throws(Failure) {
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
