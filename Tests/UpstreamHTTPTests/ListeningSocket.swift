// SPDX-License-Identifier: MIT

import Glibc
import Testing

/// A TCP socket on 127.0.0.1 that never accepts; without a backlog it does not even listen.
final class ListeningSocket {
    let port: UInt16
    private let descriptor: Int32
    private var fillers: [Int32] = []

    init(backlog: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        try unsafe withUnsafeMutablePointer(to: &address) {
            try unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try #require(unsafe bind(descriptor, $0, length) == 0)
                try #require(unsafe getsockname(descriptor, $0, &length) == 0)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        if let backlog { try #require(listen(descriptor, backlog) == 0) }
    }

    deinit {
        for filler in fillers { close(filler) }
        close(descriptor)
    }

    /// Connects until the queue of accepted connections is full; the kernel then ignores further attempts.
    func fillBacklog() throws {
        for _ in 0..<4 {
            let filler = socket(
                AF_INET,
                Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
                0
            )
            try #require(filler >= 0)
            fillers.append(filler)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            address.sin_port = port.bigEndian
            _ = unsafe withUnsafePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(filler, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
    }
}
