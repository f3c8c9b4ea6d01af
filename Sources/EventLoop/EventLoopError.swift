// SPDX-License-Identifier: MIT

/// A system call of the event loop that failed.
public struct EventLoopError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call that failed, such as `epoll_ctl`.
    public let call: String
    /// The value of `errno`.
    public let errno: Int32

    /// Takes both.
    public init(call: String, errno: Int32) {
        self.call = call
        self.errno = errno
    }

    /// What happened, safe to log.
    public var description: String { "\(call) failed with errno \(errno)" }
}
