// SPDX-License-Identifier: MIT

/// The memory that packets are opened and made in, one after the other.
///
/// All peers of a loop share it, so that it stays in the processor's caches. It is confined to that loop.
public final class PacketMemory {
    /// The longest packet, in bytes, with room for what protects it: more than any datagram that is sent.
    static let capacity = 2048

    /// A packet that has come, which is being looked at.
    let received = PacketBuffer(capacity: capacity)
    /// A packet that is being made; it is sent before the next one is.
    let sent = PacketBuffer(capacity: capacity)

    /// Takes the memory.
    public init() {}
}
