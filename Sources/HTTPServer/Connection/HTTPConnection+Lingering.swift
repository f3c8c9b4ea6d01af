// SPDX-License-Identifier: MIT

internal import CLinux
internal import EventLoop

extension HTTPConnection {
    /// Ends the connection so that the client sees the last response, RFC 9112 section 9.6.
    ///
    /// Closing a socket with unread input resets the connection, and a reset makes many clients forget what they have
    /// received. So the writing side is shut down first, and input is discarded until the client closes, with a bound
    /// in bytes and time.
    func linger() {
        phase = .lingering
        backlog = InputBacklog()
        remainingLingerBytes = server.limits.lingerBytes
        setDeadline(after: server.limits.lingerTimeout)
        guard clinux_shutdown_write(descriptor) == 0 else { return close() }
        setInterest([.readable, .peerHalfClosed])
    }

    /// Reads once and forgets what came.
    func discardInput() {
        switch server.input.receive(from: descriptor) {
        case .bytes(let count):
            remainingLingerBytes -= count
            if remainingLingerBytes < 0 { close() }
        case .wouldBlock: break
        case .endOfStream, .failed: close()
        }
    }
}
