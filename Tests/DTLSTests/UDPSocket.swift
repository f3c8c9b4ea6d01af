// SPDX-License-Identifier: MIT

import Glibc

/// A UDP socket on 127.0.0.1 that waits for at most 20 ms.
final class UDPSocket {
    private let descriptor: Int32
    private(set) var port: UInt16 = 0
    private var peer = sockaddr_in()

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = Self.loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var wait = timeval(tv_sec: 0, tv_usec: 20_000)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &size) == 0
            }
        }
        guard isBound else { throw Failed() }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    struct Failed: Error {}

    func setPeer(port: UInt16) { peer = Self.loopback(port: port) }

    /// Sends to the peer that was set, or that a datagram has come from.
    func send(_ datagram: [UInt8]) {
        _ = unsafe withUnsafePointer(to: &peer) { peer in
            unsafe peer.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                unsafe sendto(descriptor, datagram, datagram.count, 0, peer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 2048)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = unsafe withUnsafeMutablePointer(to: &peer) { peer in
            unsafe peer.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                unsafe recvfrom(descriptor, &buffer, 2048, 0, peer, &size)
            }
        }
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
