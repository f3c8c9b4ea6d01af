// SPDX-License-Identifier: MIT

/// How far an address reaches, as the IANA special-purpose registries have it (RFC 6890).
public enum AddressScope: UInt8, CaseIterable, Hashable, Sendable {
    /// Everywhere.
    case global

    /// The machine itself: 127.0.0.0/8 and ::1.
    case loopback

    /// One network: RFC 1918, shared 100.64.0.0/10, fc00::/7 and fec0::/10.
    case privateNetwork

    /// One link: 169.254.0.0/16 and fe80::/10.
    case linkLocal

    /// A group: 224.0.0.0/4 and ff00::/8.
    case multicast

    /// No peer at all: unspecified, broadcast, documentation, benchmarking, reserved.
    case reserved
}

extension IPAddress {
    /// How far the address reaches; an IPv6 address that carries an IPv4 one reaches as far as that.
    ///
    /// Those are mapped and compatible addresses, NAT64 (64:ff9b::/96, RFC 6052) and 6to4 (2002::/16): each of them
    /// could lead to an address that a policy refuses.
    public var scope: AddressScope {
        switch family {
        case .ipv4: Self.scope(ofIPv4: UInt32(truncatingIfNeeded: low))
        case .ipv6: ipv6Scope
        }
    }

    private var ipv6Scope: AddressScope {
        if high == 0, low == 1 { return .loopback }
        if high == 0, low == 0 { return .reserved }
        let first = UInt16(truncatingIfNeeded: high >> 48)
        let isMapped = high == 0 && (low >> 32 == 0xFFFF || low >> 32 == 0)
        let isTranslated = high == 0x0064_FF9B_0000_0000 && low >> 32 == 0
        if isMapped || isTranslated { return Self.scope(ofIPv4: UInt32(truncatingIfNeeded: low)) }
        if first == 0x2002 { return Self.scope(ofIPv4: UInt32(truncatingIfNeeded: high >> 16)) }
        if first >= 0xFF00 { return .multicast }
        if first & 0xFFC0 == 0xFE80 { return .linkLocal }
        if first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFEC0 { return .privateNetwork }
        // Unicast that is given out is all in 2000::/3; of it, documentation, Teredo and ORCHID lead nowhere.
        if first & 0xE000 != 0x2000 || high >> 32 == 0x2001_0DB8 || high >> 32 == 0x2001_0000 { return .reserved }
        if high >> 36 == 0x200_1002 || high >> 44 == 0x3_FFF0 { return .reserved }
        return .global
    }

    private static func scope(ofIPv4 word: UInt32) -> AddressScope {
        for (prefix, length, scope) in ipv4Blocks where (word ^ prefix) >> (32 - length) == 0 { return scope }
        return .global
    }

    private static let ipv4Blocks: [(prefix: UInt32, length: UInt32, scope: AddressScope)] = [
        (0x0000_0000, 8, .reserved),
        (0x0A00_0000, 8, .privateNetwork),
        (0x6440_0000, 10, .privateNetwork),
        (0x7F00_0000, 8, .loopback),
        (0xA9FE_0000, 16, .linkLocal),
        (0xAC10_0000, 12, .privateNetwork),
        (0xC000_0000, 24, .reserved),
        (0xC000_0200, 24, .reserved),
        (0xC058_6300, 24, .reserved),
        (0xC0A8_0000, 16, .privateNetwork),
        (0xC612_0000, 15, .reserved),
        (0xC633_6400, 24, .reserved),
        (0xCB00_7100, 24, .reserved),
        (0xE000_0000, 4, .multicast),
        (0xF000_0000, 4, .reserved),
    ]
}
