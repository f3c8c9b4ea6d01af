// SPDX-License-Identifier: MIT

internal import HTTPServer

/// A range of IP addresses in CIDR notation (RFC 4632), for either family.
struct AddressRange: Hashable, Sendable {
    /// What is allowed, for messages.
    static let allowed = "an IP address or CIDR range, such as \"10.0.0.0/8\" or \"::1\""

    private let prefix: [UInt8]
    private let bits: Int

    /// Reads an address (then a range of one) or `address/bits`.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) })?.octets else { return nil }
        prefix = address
        guard parts.count == 2 else {
            bits = address.count * 8
            return
        }
        guard parts[1].utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let bits = Int(parts[1]),
            bits <= address.count * 8
        else { return nil }
        self.bits = bits
    }

    /// Whether an address lies in the range; addresses of the other family never do.
    func contains(_ address: IPAddress) -> Bool {
        let octets = address.octets
        guard octets.count == prefix.count else { return false }
        return (0..<bits).allSatisfy { bit in
            (octets[bit / 8] ^ prefix[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}

extension IPAddress {
    /// Whether the address is this machine's own (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
    var isLoopback: Bool {
        ["127.0.0.0/8", "::1"].contains { AddressRange($0)?.contains(self) == true }
    }
}
