// SPDX-License-Identifier: MIT

import Foundation

/// A blocking TCP connection to a server on this machine that sends and receives bytes as they are.
final class RawClient {
    /// A system call that failed.
    struct Failure: Error {
        let call: String
        let code: Int32
    }

    private var descriptor: Int32

    /// Connects; no call waits longer than `patience` seconds, so that a fault fails a test rather than hanging it.
    init(port: UInt16, receiveBuffer: Int32? = nil, patience: Int = 20) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try set(SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: patience, tv_usec: 0))
        try set(SOL_SOCKET, SO_SNDTIMEO, timeval(tv_sec: patience, tv_usec: 0))
        try set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
        if let receiveBuffer { try set(SOL_SOCKET, SO_RCVBUF, receiveBuffer) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(call: "connect", code: errno) }
    }

    deinit {
        close()
    }

    private func set<Value: BitwiseCopyable>(_ level: Int32, _ option: Int32, _ value: Value) throws {
        var value = value
        let status = unsafe setsockopt(
            descriptor,
            level,
            option,
            &value,
            socklen_t(MemoryLayout<Value>.size)
        )
        guard status == 0 else { throw Failure(call: "setsockopt", code: errno) }
    }

    /// Sends all bytes, in pieces of at most `pieceSize`.
    func send(_ bytes: [UInt8], pieceSize: Int = .max) throws {
        var start = 0
        while start < bytes.count {
            let piece = Array(bytes[start..<min(start + min(pieceSize, bytes.count), bytes.count)])
            let count = unsafe Glibc.send(descriptor, piece, piece.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { throw Failure(call: "send", code: errno) }
            start += count
        }
    }

    func send(_ text: String, pieceSize: Int = .max) throws {
        try send(Array(text.utf8), pieceSize: pieceSize)
    }

    /// Receives at least one byte; nothing at the end of the stream.
    func receive(atMost capacity: Int = 65_536) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: capacity)
        let count = unsafe recv(descriptor, &buffer, capacity, 0)
        guard count >= 0 else { throw Failure(call: "recv", code: errno) }
        return Array(buffer[..<count])
    }

    /// Receives until the server ends the stream; throws if it resets the connection.
    func receiveAll() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let more = try receive()
            guard !more.isEmpty else { return all }
            all += more
        }
    }

    /// Receives until what has come ends in `text`.
    func receive(until text: String) throws -> String {
        var all: [UInt8] = []
        while !all.suffix(text.utf8.count).elementsEqual(text.utf8) {
            let more = try receive(atMost: 1)
            guard !more.isEmpty else { throw Failure(call: "end of stream before \(text)", code: 0) }
            all += more
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// Waits `milliseconds` for input and tells whether there is any (or the end of the stream).
    func hasInput(within milliseconds: Int32) -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe Glibc.poll(&poll, 1, milliseconds) > 0
    }

    /// Ends the client's side of the stream.
    func shutDownWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Breaks the connection off.
    func reset() throws {
        try set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
        close()
    }
}

/// Runs blocking code on a thread of its own: the test threads are few and must not block.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
    }
}
