// SPDX-License-Identifier: MIT

/// Which IP addresses are on the public internet.
///
/// A request that an outsider can steer must not reach the relay's own network (server-side request forgery). The
/// table follows IANA's special-purpose address registries (RFC 6890 and its updates): what they do not call
/// globally reachable is not public.
enum AddressRules {
    /// A block of IPv4 addresses.
    private struct Block {
        let prefix: UInt32
        let length: UInt32

        init(_ first: UInt32, _ second: UInt32, _ third: UInt32, _ fourth: UInt32, length: UInt32) {
            prefix = first << 24 | second << 16 | third << 8 | fourth
            self.length = length
        }

        func contains(_ address: UInt32) -> Bool { (address ^ prefix) >> (32 - length) == 0 }
    }

    private static let nonPublicBlocks: [Block] = [
        Block(0, 0, 0, 0, length: 8),  // this network
        Block(10, 0, 0, 0, length: 8),  // private use
        Block(100, 64, 0, 0, length: 10),  // carrier-grade NAT
        Block(127, 0, 0, 0, length: 8),  // loopback
        Block(169, 254, 0, 0, length: 16),  // link-local, cloud metadata services
        Block(172, 16, 0, 0, length: 12),  // private use
        Block(192, 0, 0, 0, length: 24),  // IETF protocol assignments
        Block(192, 0, 2, 0, length: 24),  // documentation
        Block(192, 88, 99, 0, length: 24),  // 6to4 relay, deprecated
        Block(192, 168, 0, 0, length: 16),  // private use
        Block(198, 18, 0, 0, length: 15),  // benchmarking
        Block(198, 51, 100, 0, length: 24),  // documentation
        Block(203, 0, 113, 0, length: 24),  // documentation
        Block(224, 0, 0, 0, length: 4),  // multicast
        Block(240, 0, 0, 0, length: 4),  // reserved, broadcast
    ]

    /// Whether an IPv4 address, in host byte order, is on the public internet.
    static func isPublic(ipv4 address: UInt32) -> Bool {
        !nonPublicBlocks.contains { $0.contains(address) }
    }

    /// Whether an IPv6 address, as two halves in host byte order, is on the public internet.
    ///
    /// Addresses that stand for an IPv4 address (`::ffff:0:0/96` and NAT64's `64:ff9b::/96`) are judged by it. Of the
    /// rest only global unicast, `2000::/3`, can be public; that leaves out `::`, `::1`, unique-local, link-local,
    /// site-local and multicast addresses.
    static func isPublic(ipv6 high: UInt64, _ low: UInt64) -> Bool {
        let isMapped = high == 0 && low >> 32 == 0xffff
        let isNAT64 = high == 0x0064_ff9b_0000_0000 && low >> 32 == 0
        if isMapped || isNAT64 { return isPublic(ipv4: UInt32(truncatingIfNeeded: low)) }
        return switch high >> 32 {
        case 0x2001_0000...0x2001_01ff: false  // 2001::/23, IETF protocol assignments, Teredo
        case 0x2001_0db8: false  // 2001:db8::/32, documentation
        case 0x2002_0000...0x2002_ffff: false  // 2002::/16, 6to4: stands for an IPv4 address
        case 0x3fff_0000...0x3fff_0fff: false  // 3fff::/20, documentation
        case 0x2000_0000...0x3fff_ffff: true
        default: false
        }
    }
}
