// SPDX-License-Identifier: MIT

/// Packets on their way back: each is due a while after it came.
struct EchoQueue {
    /// How many packets wait at most: five seconds of Opus; later ones are dropped.
    static let maximumPackets = 256

    private struct Packet {
        var due: Duration
        var bytes: [UInt8]
    }

    private var packets: [Packet] = []
    private var head = 0

    var nextDue: Duration? { head < packets.count ? packets[head].due : nil }

    mutating func append(_ packet: Span<UInt8>, due: Duration) {
        guard packets.count - head < Self.maximumPackets else { return }
        let bytes = unsafe packet.withUnsafeBufferPointer { unsafe Array($0) }
        packets.append(Packet(due: due, bytes: bytes))
    }

    /// The next packet, if it is due.
    mutating func popDue(now: Duration) -> [UInt8]? {
        guard let due = nextDue, due <= now else { return nil }
        let bytes = packets[head].bytes
        head += 1
        if head == packets.count || head >= 64 {
            packets.removeFirst(head)
            head = 0
        }
        return bytes
    }
}
