// SPDX-License-Identifier: MIT

/// Keeps the packets last sent, to send them again where the other side misses some.
///
/// [RFC 4585, section 6.2.1](https://www.rfc-editor.org/rfc/rfc4585.html#section-6.2.1). A packet is kept as it went
/// out, protected: sent again it is the very same. Memory is bounded and only taken once packets are kept.
public struct RetransmissionBuffer: Sendable {
    /// How much is kept and sent again.
    public struct Limits: Hashable, Sendable {
        /// How many packets are kept: a power of two up to 4096; 64 packets are more than a second of audio.
        public var packets = 64

        /// The length up to which a packet is kept, in bytes.
        public var packetLength = 1500

        /// How old a packet may be to be sent again.
        public var age: Duration = .seconds(1)

        /// How often a packet is sent again.
        public var resends = 3

        /// The limits that fit audio.
        public init() {}
    }

    private struct Slot {
        var number: UInt16 = 0
        var bytes: [UInt8] = []
        var sent: Duration = .zero
        var lastSent: Duration = .zero
        var resends = 0
    }

    /// Packets sent again.
    public private(set) var resentPackets: UInt64 = 0

    /// Packets asked for that are not kept any more, or were sent again often enough.
    public private(set) var refusedPackets: UInt64 = 0

    private let limits: Limits
    private var slots: [Slot] = []

    /// Begins empty.
    public init(limits: Limits = Limits()) {
        precondition(
            (1...4096).contains(limits.packets) && limits.packets & (limits.packets - 1) == 0,
            "\(limits.packets) packets to keep"
        )
        self.limits = limits
    }

    /// Keeps a packet that is sent; one that is too long is not.
    public mutating func store(_ packet: Span<UInt8>, sequenceNumber: UInt16, now: Duration) {
        if slots.isEmpty { slots = Array(repeating: Slot(), count: limits.packets) }
        let place = place(of: sequenceNumber)
        guard packet.count <= limits.packetLength else {
            slots[place].bytes.removeAll(keepingCapacity: true)
            return
        }
        slots[place].number = sequenceNumber
        slots[place].bytes.replace(with: packet)
        slots[place].sent = now
        slots[place].lastSent = now
        slots[place].resends = 0
    }

    /// Calls `send` with each packet of `nack` that is to be sent again, in the order asked for.
    ///
    /// A packet is sent at most once in `interval`, for which the round trip is right: before that, the other side
    /// cannot know that it is on its way.
    public mutating func resend(_ nack: NACK, now: Duration, interval: Duration, send: (Span<UInt8>) -> Void) {
        for entry in nack.entries.prefix(limits.packets) {
            resend(entry.first, now: now, interval: interval, send: send)
            var bits = entry.following
            while bits != 0 {
                let number = entry.first &+ 1 &+ UInt16(bits.trailingZeroBitCount)
                resend(number, now: now, interval: interval, send: send)
                bits &= bits &- 1
            }
        }
    }

    private mutating func resend(_ number: UInt16, now: Duration, interval: Duration, send: (Span<UInt8>) -> Void) {
        let place = place(of: number)
        guard !slots.isEmpty, slots[place].number == number, !slots[place].bytes.isEmpty,
            now - slots[place].sent <= limits.age, slots[place].resends < limits.resends
        else {
            refusedPackets += 1
            return
        }
        guard slots[place].resends == 0 || now - slots[place].lastSent >= interval else { return }
        slots[place].resends += 1
        slots[place].lastSent = now
        resentPackets += 1
        let bytes = slots[place].bytes
        send(bytes.span)
    }

    private func place(of number: UInt16) -> Int {
        Int(number) & (limits.packets - 1)
    }
}
