// SPDX-License-Identifier: MIT

/// An IP address and a port.
public struct TransportAddress: Hashable, Sendable {
    /// The address.
    public let ip: IPAddress
    /// The port.
    public let port: UInt16

    /// Puts both together.
    public init(ip: IPAddress, port: UInt16) {
        self.ip = ip
        self.port = port
    }

    /// Feeds a single word for IPv4, as ``IPAddress/hash(into:)`` does.
    public func hash(into hasher: inout Hasher) {
        switch ip.family {
        case .ipv4: hasher.combine(ip.low << 16 | UInt64(port))
        case .ipv6:
            hasher.combine(ip)
            hasher.combine(port)
        }
    }

    /// The same with ``IPAddress/unmapped``.
    public var unmapped: TransportAddress { TransportAddress(ip: ip.unmapped, port: port) }
}

extension TransportAddress: CustomStringConvertible {
    /// Reads `192.0.2.1:443` or `[2001:db8::1]:443`; nil for anything else.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = DecimalNumber.read(Array(text[text.index(after: colon)...].utf8), maximum: 65_535)
        else { return nil }
        var host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        guard let ip = IPAddress(host), (ip.family == .ipv6) == isBracketed else { return nil }
        self.init(ip: ip, port: UInt16(port))
    }

    /// The text that the initialiser reads.
    public var description: String {
        switch ip.family {
        case .ipv4: "\(ip):\(port)"
        case .ipv6: "[\(ip)]:\(port)"
        }
    }
}
