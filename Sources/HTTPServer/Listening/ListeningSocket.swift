// SPDX-License-Identifier: MIT

internal import CLinux
internal import Synchronization

/// A socket that accepts connections; closed by ``close()`` or when it is freed.
public final class ListeningSocket: Sendable {
    /// How many connections the kernel keeps until they are accepted (at most `net.core.somaxconn`).
    static let backlog: Int32 = 4096
    private static let closed: Int32 = -1

    private let socket: Atomic<Int32>
    /// The port it listens on, never 0.
    public let port: UInt16

    init(_ address: inout clinux_address, isDualStack: Bool) throws(ListenError) {
        let descriptor = unsafe clinux_listen(&address, isDualStack, Self.backlog)
        guard descriptor >= 0 else { throw ListenError.current() }
        let port = clinux_local_port(descriptor)
        guard port > 0 else {
            let error = ListenError.current()
            clinux_close(descriptor)
            throw error
        }
        socket = Atomic(descriptor)
        self.port = UInt16(port)
    }

    deinit {
        close()
    }

    /// The descriptor, or -1 once closed.
    var descriptor: Int32 { socket.load(ordering: .relaxed) }

    /// Stops listening; a second call does nothing.
    public func close() {
        let descriptor = socket.exchange(Self.closed, ordering: .relaxed)
        if descriptor != Self.closed { clinux_close(descriptor) }
    }
}
