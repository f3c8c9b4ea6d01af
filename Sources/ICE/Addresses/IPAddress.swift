// SPDX-License-Identifier: MIT

/// An IPv4 or IPv6 address, without a zone.
public struct IPAddress: Hashable, Sendable {
    /// The two families of addresses.
    public enum Family: UInt8, Hashable, Sendable {
        /// 4 bytes.
        case ipv4 = 1

        /// 16 bytes.
        case ipv6 = 2
    }

    /// The family of the address; its raw value is the one of STUN (RFC 8489 section 14.1).
    public let family: Family
    /// The first 8 bytes of an IPv6 address, big-endian; 0 for IPv4.
    public let high: UInt64
    /// The last 8 bytes of an IPv6 address, or the 4 bytes of an IPv4 address, big-endian.
    public let low: UInt64

    /// An IPv4 address; `0x7F00_0001` is 127.0.0.1.
    public init(ipv4 word: UInt32) {
        family = .ipv4
        high = 0
        low = UInt64(word)
    }

    /// An IPv6 address from its two halves, big-endian.
    public init(ipv6High high: UInt64, low: UInt64) {
        family = .ipv6
        self.high = high
        self.low = low
    }

    /// Takes 4 or 16 bytes in network order; nil for another number.
    public init?(bytes: Span<UInt8>) {
        switch bytes.count {
        case 4: self.init(ipv4: bytes.uint32(at: 0))
        case 16: self.init(ipv6High: bytes.uint64(at: 0), low: bytes.uint64(at: 8))
        default: return nil
        }
    }

    /// The 4 or 16 bytes in network order.
    public var bytes: [UInt8] {
        let words = family == .ipv4 ? [] : (0..<8).map { UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * $0)) }
        let count = family == .ipv4 ? 4 : 8
        return words + (0..<count).map { UInt8(truncatingIfNeeded: low >> UInt64(8 * (count - 1 - $0))) }
    }

    /// Feeds one word for an IPv4 address and two for an IPv6 one: tables by address are asked for every packet.
    public func hash(into hasher: inout Hasher) {
        if family == .ipv6 { hasher.combine(high) }
        hasher.combine(low)
    }

    /// The IPv4 address in `::ffff:0:0/96` (RFC 4291 section 2.5.5.2), as sockets of both families show it; else itself.
    public var unmapped: IPAddress {
        guard family == .ipv6, high == 0, low >> 32 == 0xFFFF else { return self }
        return IPAddress(ipv4: UInt32(truncatingIfNeeded: low))
    }
}
