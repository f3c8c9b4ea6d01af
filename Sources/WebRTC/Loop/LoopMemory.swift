// SPDX-License-Identifier: MIT

/// What the sockets and peers of one loop share: where datagrams are received, and packets are opened and made.
///
/// One for all keeps calls small, and what each packet touches in the processor's caches.
public final class LoopMemory {
    let datagrams = DatagramBatch()
    let packets = PacketMemory()

    /// Takes the memory: some 40 KiB.
    public init() {}
}
