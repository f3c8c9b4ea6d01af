// SPDX-License-Identifier: MIT

internal import CLinux

/// An IPv4 or IPv6 address.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address in network order, IPv4 in the low 32 bits of `low`.
    let high: UInt64
    let low: UInt64
    /// Whether it is an IPv6 address.
    public let isIPv6: Bool

    init(_ address: clinux_address) {
        high = address.high
        low = address.low
        isIPv6 = address.is_ipv6
    }

    /// Reads the numeric form of an address, IPv6 without brackets.
    public init?(_ text: some StringProtocol) {
        var address = clinux_address()
        guard unsafe String(text).withCString({ unsafe clinux_parse_address($0, &address) }) else { return nil }
        self.init(address)
    }

    /// The numeric form, IPv6 as in RFC 5952 and without brackets.
    public var description: String {
        var address = SocketAddress(ip: self, port: 0).system
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CLINUX_ADDRESS_TEXT)) { text in
            guard let start = text.baseAddress else { return "" }
            unsafe clinux_format_address(&address, start)
            return unsafe String(cString: start)
        }
    }
}

/// An IP address and a port.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address.
    public let ip: IPAddress
    /// The port.
    public let port: UInt16

    /// Makes an address.
    public init(ip: IPAddress, port: UInt16) {
        self.ip = ip
        self.port = port
    }

    init(_ address: clinux_address) {
        self.init(ip: IPAddress(address), port: address.port)
    }

    var system: clinux_address {
        clinux_address(high: ip.high, low: ip.low, port: port, is_ipv6: ip.isIPv6)
    }

    /// `192.0.2.1:80` or `[2001:db8::1]:80`.
    public var description: String { ip.isIPv6 ? "[\(ip)]:\(port)" : "\(ip):\(port)" }
}
