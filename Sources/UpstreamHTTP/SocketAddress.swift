// SPDX-License-Identifier: MIT

internal import CCurl
internal import Glibc

/// An address that libcurl is about to connect to.
struct SocketAddress {
    /// The address itself, in host byte order.
    enum Host: Hashable {
        case ipv4(UInt32)
        case ipv6(UInt64, UInt64)
        case other
    }

    let host: Host
    private let family: Int32
    private let type: Int32
    private let transport: Int32

    /// Reads libcurl's structure, whose last member is as long as the family needs.
    init(_ address: UnsafePointer<curl_sockaddr>) {
        family = unsafe address.pointee.family
        type = unsafe address.pointee.socktype
        transport = unsafe address.pointee.protocol
        let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0
        let bytes = unsafe UnsafeRawPointer(address) + offset
        switch family {
        case AF_INET:
            let address = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
            host = .ipv4(UInt32(bigEndian: address.sin_addr.s_addr))
        case AF_INET6:
            let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 0
            let high = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let low = unsafe bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            host = .ipv6(UInt64(bigEndian: high), UInt64(bigEndian: low))
        default:
            host = .other
        }
    }

    /// Makes an unconnected socket that child processes do not inherit; -1 on failure.
    func makeSocket() -> Int32 {
        socket(family, type | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), transport)
    }
}

extension ConnectionPolicy {
    /// Whether connections may go to `address`; a proxy's own address always may.
    func allows(_ address: SocketAddress) -> Bool {
        if allowPrivateNetwork || proxy != nil { return true }
        return switch address.host {
        case .ipv4(let bits): AddressRules.isPublic(ipv4: bits)
        case .ipv6(let high, let low): AddressRules.isPublic(ipv6: high, low)
        case .other: false
        }
    }
}
