// SPDX-License-Identifier: MIT

import Testing

@testable import UpstreamHTTP

@Suite("Address rules")
struct AddressRulesTests {
    /// The last public address before each block, the block's first and last, and the first public one after it.
    ///
    /// A neighbour that is itself in another block is nil.
    struct Edge: Sendable, CustomTestStringConvertible {
        let block: String
        let before: String?
        let first: String
        let last: String
        let after: String?
        var testDescription: String { block }
    }

    static let ipv4Edges = [
        Edge(block: "0/8", before: nil, first: "0.0.0.0", last: "0.255.255.255", after: "1.0.0.0"),
        Edge(block: "10/8", before: "9.255.255.255", first: "10.0.0.0", last: "10.255.255.255", after: "11.0.0.0"),
        Edge(
            block: "100.64/10",
            before: "100.63.255.255",
            first: "100.64.0.0",
            last: "100.127.255.255",
            after: "100.128.0.0"
        ),
        Edge(
            block: "127/8",
            before: "126.255.255.255",
            first: "127.0.0.0",
            last: "127.255.255.255",
            after: "128.0.0.0"
        ),
        Edge(
            block: "169.254/16",
            before: "169.253.255.255",
            first: "169.254.0.0",
            last: "169.254.255.255",
            after: "169.255.0.0"
        ),
        Edge(
            block: "172.16/12",
            before: "172.15.255.255",
            first: "172.16.0.0",
            last: "172.31.255.255",
            after: "172.32.0.0"
        ),
        Edge(
            block: "192.0.0/24",
            before: "191.255.255.255",
            first: "192.0.0.0",
            last: "192.0.0.255",
            after: "192.0.1.0"
        ),
        Edge(
            block: "192.0.2/24",
            before: "192.0.1.255",
            first: "192.0.2.0",
            last: "192.0.2.255",
            after: "192.0.3.0"
        ),
        Edge(
            block: "192.88.99/24",
            before: "192.88.98.255",
            first: "192.88.99.0",
            last: "192.88.99.255",
            after: "192.88.100.0"
        ),
        Edge(
            block: "192.168/16",
            before: "192.167.255.255",
            first: "192.168.0.0",
            last: "192.168.255.255",
            after: "192.169.0.0"
        ),
        Edge(
            block: "198.18/15",
            before: "198.17.255.255",
            first: "198.18.0.0",
            last: "198.19.255.255",
            after: "198.20.0.0"
        ),
        Edge(
            block: "198.51.100/24",
            before: "198.51.99.255",
            first: "198.51.100.0",
            last: "198.51.100.255",
            after: "198.51.101.0"
        ),
        Edge(
            block: "203.0.113/24",
            before: "203.0.112.255",
            first: "203.0.113.0",
            last: "203.0.113.255",
            after: "203.0.114.0"
        ),
        Edge(
            block: "224/4",
            before: "223.255.255.255",
            first: "224.0.0.0",
            last: "239.255.255.255",
            after: nil
        ),
        Edge(block: "240/4", before: nil, first: "240.0.0.0", last: "255.255.255.255", after: nil),
    ]

    @Test("every IPv4 block ends where the registry says", arguments: ipv4Edges)
    func judgesIPv4(_ edge: Edge) throws {
        #expect(try !AddressRules.isPublic(ipv4: ipv4(edge.first)))
        #expect(try !AddressRules.isPublic(ipv4: ipv4(edge.last)))
        if let before = edge.before { #expect(try AddressRules.isPublic(ipv4: ipv4(before))) }
        if let after = edge.after { #expect(try AddressRules.isPublic(ipv4: ipv4(after))) }
    }

    static let publicIPv6: [(high: UInt64, low: UInt64)] = [
        (0x2000_0000_0000_0000, 0),
        (0x2000_ffff_ffff_ffff, .max),
        (0x2001_0200_0000_0000, 0),  // after 2001::/23
        (0x2001_0db7_ffff_ffff, .max),  // before 2001:db8::/32
        (0x2001_0db9_0000_0000, 0),  // after it
        (0x2001_ffff_ffff_ffff, .max),  // before 2002::/16
        (0x2003_0000_0000_0000, 0),  // after it
        (0x2606_4700_0000_0000, 0x1111),
        (0x3ffe_ffff_ffff_ffff, .max),  // before 3fff::/20
        (0x3fff_1000_0000_0000, 0),  // after it
        (0x3fff_ffff_ffff_ffff, .max),  // the end of 2000::/3
        (0, 0x0000_ffff_0808_0808),  // ::ffff:8.8.8.8
        (0x0064_ff9b_0000_0000, 0x0808_0808),  // 64:ff9b::8.8.8.8
    ]

    @Test("global unicast IPv6 addresses are public", arguments: publicIPv6)
    func allowsIPv6(_ high: UInt64, _ low: UInt64) {
        #expect(AddressRules.isPublic(ipv6: high, low))
    }

    static let nonPublicIPv6: [(high: UInt64, low: UInt64)] = [
        (0, 0), (0, 1),  // :: and ::1
        (0, 0x0808_0808),  // IPv4-compatible, deprecated
        (0, 0x0000_ffff_7f00_0001),  // ::ffff:127.0.0.1
        (0, 0x0000_ffff_0a00_0001),  // ::ffff:10.0.0.1
        (0, 0x0000_fffe_0808_0808), (0, 0x0001_0000_0808_0808),  // beside ::ffff:0:0/96
        (0x0064_ff9b_0000_0000, 0x7f00_0001),  // 64:ff9b::127.0.0.1
        (0x0064_ff9b_0000_0000, 0x1_0808_0808), (0x0064_ff9b_0001_0000, 0x0808_0808),  // beside 64:ff9b::/96
        (0x0100_0000_0000_0000, 1),  // discard
        (0x1fff_ffff_ffff_ffff, .max),  // before 2000::/3
        (0x2001_0000_0000_0000, 0), (0x2001_01ff_ffff_ffff, .max),  // 2001::/23
        (0x2001_0db8_0000_0000, 0), (0x2001_0db8_ffff_ffff, .max),  // documentation
        (0x2002_0000_0000_0000, 0), (0x2002_ffff_ffff_ffff, .max),  // 6to4
        (0x3fff_0000_0000_0000, 0), (0x3fff_0fff_ffff_ffff, .max),  // documentation
        (0x4000_0000_0000_0000, 0),  // after 2000::/3
        (0x5f00_0000_0000_0000, 0),  // segment routing
        (0xfc00_0000_0000_0000, 0), (0xfdff_ffff_ffff_ffff, .max),  // unique local
        (0xfe80_0000_0000_0000, 1), (0xfebf_ffff_ffff_ffff, .max),  // link-local
        (0xfec0_0000_0000_0000, 1),  // site-local, deprecated
        (0xff02_0000_0000_0000, 1), (.max, .max),  // multicast
    ]

    @Test("all other IPv6 addresses are not", arguments: nonPublicIPv6)
    func refusesIPv6(_ high: UInt64, _ low: UInt64) {
        #expect(!AddressRules.isPublic(ipv6: high, low))
    }

    private func ipv4(_ text: String) throws -> UInt32 {
        let parts = try text.split(separator: ".").map { try #require(UInt32($0)) }
        return parts.reduce(0) { $0 << 8 | $1 }
    }
}
