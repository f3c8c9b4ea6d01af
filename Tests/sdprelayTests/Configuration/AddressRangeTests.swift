// SPDX-License-Identifier: MIT

import HTTPServer
import Testing

@testable import sdprelay

struct AddressRangeTests {
    @Test(
        "What lies in a range",
        arguments: [
            ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.0", false),
            ("192.168.4.0/22", "192.168.7.255", true), ("192.168.4.0/22", "192.168.8.0", false),
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.1/32", "192.0.2.1", true), ("192.0.2.0/31", "192.0.2.2", false),
            ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false),
            ("::1", "::1", true), ("::1", "::2", false), ("::1/128", "::1", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
            ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
            ("::/0", "2001:db8::1", true), ("::/0", "10.0.0.1", false),
            // Bits beyond the prefix do not count.
            ("10.1.2.3/8", "10.9.9.9", true),
        ]
    )
    func contains(range: String, address: String, isInside: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(
        "What is no range",
        arguments: [
            "", "localhost", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0/8",
            "::/129", "[::1]", "/8", "10.0.0.0 /8", "10.0.0.0/8 ",
        ]
    )
    func refuses(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
