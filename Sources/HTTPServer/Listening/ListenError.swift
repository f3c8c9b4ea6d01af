// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// Why a server cannot listen at an address.
public enum ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is not `ADDRESS:PORT`.
    case invalidAddress
    /// Another process listens there.
    case addressInUse
    /// The machine has no such address.
    case addressUnavailable
    /// The port needs privileges (below 1024).
    case permissionDenied
    /// Another system error, with its `errno`.
    case system(errno: Int32)

    /// The error for what the last system call left in `errno`.
    static func current() -> ListenError {
        switch errno {
        case EADDRINUSE: .addressInUse
        case EADDRNOTAVAIL, EAFNOSUPPORT: .addressUnavailable
        case EACCES, EPERM: .permissionDenied
        default: .system(errno: errno)
        }
    }

    /// What happened, safe to log.
    public var description: String {
        switch self {
        case .invalidAddress: "not an address and port such as 127.0.0.1:8080, [::1]:8080 or :8080"
        case .addressInUse: "the address is in use"
        case .addressUnavailable: "the machine has no such address"
        case .permissionDenied: "no permission to listen there"
        case .system(let code): "listening failed with errno \(code)"
        }
    }
}
