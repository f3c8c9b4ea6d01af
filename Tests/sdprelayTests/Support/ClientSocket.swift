// SPDX-License-Identifier: MIT

import Foundation

/// A blocking TCP connection to a process on this machine.
final class ClientSocket {
    private var descriptor: Int32

    /// Connects, from another address of this machine if `source` says so.
    init(port: UInt16, from source: String? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let patience = timeval(tv_sec: Patience.seconds, tv_usec: 0)
        try set(SO_RCVTIMEO, patience)
        try set(SO_SNDTIMEO, patience)
        if let source { try unsafe call("bind", Self.address(source, port: 0), bind) }
        try unsafe call("connect", Self.address("127.0.0.1", port: port), connect)
    }

    deinit {
        close()
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Missing("a connection to send to, errno \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// Receives at least one byte; nothing at the end of the stream.
    func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Missing("bytes, errno \(errno)") }
        return Array(buffer[..<count])
    }

    /// Ends this side of the stream.
    func shutDownWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    private func set(_ option: Int32, _ value: timeval) throws {
        var value = value
        let size = socklen_t(MemoryLayout<timeval>.size)
        guard unsafe setsockopt(descriptor, SOL_SOCKET, option, &value, size) == 0 else {
            throw Missing("a socket option, errno \(errno)")
        }
    }

    private func call(
        _ name: String,
        _ address: sockaddr_in,
        _ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32
    ) throws {
        var address = address
        let status = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe function(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Missing("\(name), errno \(errno)") }
    }

    private static func address(_ text: String, port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = unsafe inet_addr(text)
        return address
    }
}
