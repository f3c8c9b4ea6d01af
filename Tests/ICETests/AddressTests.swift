// SPDX-License-Identifier: MIT

import Testing

@testable import ICE

@Suite("Addresses")
struct AddressTests {
    @Test(
        "texts are read and written in their canonical form (RFC 5952)",
        arguments: [
            ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("192.0.2.1", "192.0.2.1"),
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::1", "2001:db8::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ]
    )
    func canonical(text: String, written: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == written)
        #expect(IPAddress(written) == address)
        let bytes = address.bytes
        #expect(IPAddress(bytes: bytes.span) == address)
        #expect(bytes.count == (address.family == .ipv4 ? 4 : 16))
    }

    @Test(
        "other texts are none",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "1..3.4", "-1.2.3.4", "1.2.3.a",
            ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0",
            "1:2:3:4:5:6:7:8::",
            ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "[::1]",
            "0000:0000:0000:0000:0000:0000:0000:00000000000000", "é::",
        ]
    )
    func refused(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("random addresses come back from their texts")
    func roundTrip() {
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<2_000 {
            // With many zeros, for all kinds of gaps.
            let high = generator.next() & generator.next() & generator.next()
            let low = generator.next() & (generator.next() % 3 == 0 ? 0xFFFF : .max)
            let address = IPAddress(ipv6High: high, low: low)
            #expect(IPAddress(address.description) == address)
            #expect(address.description.utf8.count <= IPAddress.maximumTextLength)
            let full = TransportAddress(ip: address, port: generator.next())
            #expect(TransportAddress(full.description) == full)
        }
    }

    @Test("addresses with ports", arguments: ["192.0.2.1:443", "[::1]:0", "[2001:db8::1]:65535"])
    func ports(text: String) {
        #expect(TransportAddress(text)?.description == text)
    }

    @Test(
        "mistaken addresses with ports",
        arguments: [
            "192.0.2.1", "192.0.2.1:65536", "::1:443", "[192.0.2.1]:1", ":1", "1.2.3.4:", "[::1:1", "1.2.3.4:+1",
        ]
    )
    func mistakenPorts(text: String) {
        #expect(TransportAddress(text) == nil)
    }

    @Test(
        "scopes",
        arguments: [
            ("8.8.8.8", .global), ("100.63.255.255", .global), ("100.64.0.0", .privateNetwork),
            ("100.127.255.255", .privateNetwork), ("100.128.0.0", .global), ("10.255.0.1", .privateNetwork),
            ("172.15.255.255", .global), ("172.16.0.0", .privateNetwork), ("172.32.0.0", .global),
            ("192.168.1.1", .privateNetwork), ("192.169.0.0", .global), ("127.9.9.9", .loopback),
            ("169.254.169.254", .linkLocal), ("224.0.0.251", .multicast), ("239.255.255.250", .multicast),
            ("240.0.0.1", .reserved), ("255.255.255.255", .reserved), ("0.0.0.0", .reserved), ("192.0.2.1", .reserved),
            ("198.18.0.1", .reserved), ("::", .reserved), ("::1", .loopback), ("fe80::1", .linkLocal),
            ("fc00::1", .privateNetwork), ("fdff::1", .privateNetwork), ("fec0::1", .privateNetwork),
            ("ff02::fb", .multicast), ("2001:db8::1", .reserved), ("2001::1", .reserved), ("2001:20::1", .reserved),
            ("2a00:1450::1", .global), ("2606:4700::1111", .global), ("3fff::1", .reserved), ("4000::1", .reserved),
            ("::ffff:127.0.0.1", .loopback), ("::ffff:8.8.8.8", .global), ("::10.0.0.1", .privateNetwork),
            ("64:ff9b::a00:1", .privateNetwork), ("64:ff9b::808:808", .global), ("2002:7f00:1::1", .loopback),
            ("2002:808:808::1", .global),
        ] as [(String, AddressScope)]
    )
    func scopes(text: String, scope: AddressScope) {
        #expect(IPAddress(text)?.scope == scope)
    }

    @Test("a policy allows scopes, exceptions and ports")
    func policy() throws {
        let inner = address("10.0.0.1:80")
        #expect(!AddressPolicy.globalOnly.allows(inner))
        #expect(AddressPolicy.globalOnly.allows(address("8.8.8.8:80")))
        #expect(!AddressPolicy.any.allows(address("8.8.8.8:0")))
        #expect(AddressPolicy.any.allows(inner))
        #expect(AddressPolicy(alsoAllowing: [.privateNetwork]).allows(inner))
        #expect(!AddressPolicy(alsoAllowing: [.loopback]).allows(inner))
        #expect(AddressPolicy(exceptions: [inner.ip]).allows(inner))
        #expect(!AddressPolicy(lowestPort: 1_024).allows(address("8.8.8.8:1023")))
        #expect(AddressPolicy(lowestPort: 1_024).allows(address("8.8.8.8:1024")))
    }

    @Test("a mapped address is unmapped, another is left")
    func unmapped() {
        #expect(address("[::ffff:192.0.2.1]:5").unmapped == address("192.0.2.1:5"))
        #expect(address("[2001:db8::1]:5").unmapped == address("[2001:db8::1]:5"))
        #expect(IPAddress(bytes: [1, 2, 3].span) == nil)
    }
}
