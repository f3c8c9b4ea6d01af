// SPDX-License-Identifier: MIT

internal import CLinux

/// Where a server listens.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// The local address; nil for all of them, IPv4 and IPv6.
    public let ip: IPAddress?
    /// The port; 0 for one that the kernel picks.
    public let port: UInt16

    /// Makes an address.
    public init(ip: IPAddress?, port: UInt16) {
        self.ip = ip
        self.port = port
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` (IPv4) or `:8080` (all addresses).
    ///
    /// - Throws: ``ListenError/invalidAddress``; other names than `localhost` are not looked up.
    public init(parsing text: String) throws(ListenError) {
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else {
            throw .invalidAddress
        }
        let host = text[..<colon]
        switch host {
        case "": self.init(ip: nil, port: port)
        case "localhost": self.init(ip: IPAddress("127.0.0.1"), port: port)
        default: self.init(ip: try Self.address(host), port: port)
        }
    }

    private static func port(_ digits: Substring) -> UInt16? {
        // UInt16's own parser takes a sign.
        digits.utf8.allSatisfy { $0.decimalDigit != nil } ? UInt16(digits) : nil
    }

    private static func address(_ host: Substring) throws(ListenError) -> IPAddress {
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard let ip = IPAddress(isBracketed ? host.dropFirst().dropLast() : host), ip.isIPv6 == isBracketed else {
            throw .invalidAddress
        }
        return ip
    }

    /// The form that ``init(parsing:)`` reads.
    public var description: String {
        ip.map { SocketAddress(ip: $0, port: port).description } ?? ":\(port)"
    }

    /// Opens `count` sockets that share the port; the kernel spreads connections over them.
    ///
    /// - Throws: ``ListenError`` if the address cannot be used, also when another process listens there.
    public func bind(count: Int = 1) throws(ListenError) -> [ListeningSocket] {
        if let ip { return try Self.bind(ip, port: port, isDualStack: false, count: count) }
        // A kernel without IPv6 has no "::".
        for any in ["::", "0.0.0.0"] {
            guard let ip = IPAddress(any) else { continue }
            do {
                return try Self.bind(ip, port: port, isDualStack: ip.isIPv6, count: count)
            } catch .addressUnavailable where ip.isIPv6 {
                continue
            }
        }
        throw .addressUnavailable
    }

    private static func bind(
        _ ip: IPAddress,
        port: UInt16,
        isDualStack: Bool,
        count: Int
    ) throws(ListenError) -> [ListeningSocket] {
        var address = SocketAddress(ip: ip, port: port).system
        guard unsafe port == 0 || clinux_check_unused(&address, isDualStack) == 0 else { throw ListenError.current() }
        var sockets: [ListeningSocket] = []
        for _ in 0..<count {
            let socket = try ListeningSocket(&address, isDualStack: isDualStack)
            sockets.append(socket)
            address.port = socket.port
        }
        return sockets
    }
}
