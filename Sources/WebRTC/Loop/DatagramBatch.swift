// SPDX-License-Identifier: MIT

internal import CLinux
internal import ICE

/// Datagrams that are received with one system call; memory for one loop.
@safe
final class DatagramBatch {
    /// How many datagrams are received at once.
    static let size = Int(CLINUX_BATCH_SIZE)

    private let batch: OpaquePointer

    init() {
        guard let batch = unsafe clinux_batch_new() else { preconditionFailure("no memory for datagrams") }
        unsafe self.batch = batch
    }

    deinit {
        unsafe clinux_batch_free(batch)
    }

    /// Receives what there is, in place of what was there before; returns how many datagrams, below 0 with `errno`.
    func receive(from descriptor: Int32) -> Int {
        unsafe Int(clinux_batch_receive(batch, descriptor))
    }

    /// Passes a datagram on, with its sender; one that is longer than any packet of WebRTC is nobody's.
    func pass(_ position: Int, to take: (Span<UInt8>, TransportAddress) -> Void) {
        let position = Int32(truncatingIfNeeded: position)
        let count = unsafe clinux_batch_length(batch, position)
        guard count <= Int(CLINUX_DATAGRAM_SIZE) else { return }
        let bytes = unsafe UnsafeBufferPointer(start: clinux_batch_bytes(batch, position), count: count)
        let sender = unsafe TransportAddress(clinux_batch_sender(batch, position))
        unsafe take(bytes.span, sender)
    }
}
