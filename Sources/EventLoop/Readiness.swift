// SPDX-License-Identifier: MIT

internal import CLinux

/// What a descriptor is ready for, or is being watched for.
public struct Readiness: OptionSet, Hashable, Sendable {
    /// The epoll event bits.
    public let rawValue: UInt32

    /// Makes a set from epoll event bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Bytes (or an end of stream, or a connection to accept) can be read.
    public static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    /// Bytes can be written.
    public static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer has shut down its writing side (reported only when watched for).
    public static let peerHalfClosed = Readiness(rawValue: EPOLLRDHUP.rawValue)
    /// Both directions are shut down, or the connection was reset (always reported).
    public static let hangUp = Readiness(rawValue: EPOLLHUP.rawValue)
    /// The descriptor has a pending error (always reported).
    public static let error = Readiness(rawValue: EPOLLERR.rawValue)
}

/// Something that watches a descriptor on an event loop.
public protocol ReadinessHandler: AnyObject {
    /// Called on the loop's thread when the watched descriptor is ready.
    func descriptorIsReady(_ readiness: Readiness)
}

/// The right to watch one descriptor on one loop; handed out by ``EventLoop/watch(_:for:handler:)``.
public struct Watch: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32
    let descriptor: Int32

    /// What epoll carries for this watch; a stale one no longer matches its slot's generation.
    var token: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
}
