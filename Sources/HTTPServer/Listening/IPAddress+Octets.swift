// SPDX-License-Identifier: MIT

extension IPAddress {
    /// The address in network order: 4 bytes for IPv4, 16 for IPv6.
    public var octets: [UInt8] {
        isIPv6 ? Self.octets(of: high, 8) + Self.octets(of: low, 8) : Self.octets(of: low, 4)
    }

    private static func octets(of word: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * (count - 1 - $0))) }
    }
}
