// SPDX-License-Identifier: MIT

/// Which way media flow, from the view of the side that says it.
///
/// [RFC 8866, section 6.7](https://www.rfc-editor.org/rfc/rfc8866.html#section-6.7).
public enum MediaDirection: String, Hashable, Sendable, CaseIterable {
    case sendrecv
    case sendonly
    case recvonly
    case inactive

    init(sends: Bool, receives: Bool) {
        self =
            switch (sends, receives) {
            case (true, true): .sendrecv
            case (true, false): .sendonly
            case (false, true): .recvonly
            case (false, false): .inactive
            }
    }

    /// Whether this side sends.
    public var sends: Bool { self == .sendrecv || self == .sendonly }

    /// Whether this side receives.
    public var receives: Bool { self == .sendrecv || self == .recvonly }

    /// The same from the view of the other side.
    public var reversed: MediaDirection { MediaDirection(sends: receives, receives: sends) }

    /// What is left of `self` where the other side says `remote`.
    ///
    /// [RFC 3264, section 6.1](https://www.rfc-editor.org/rfc/rfc3264.html#section-6.1).
    public func answering(_ remote: MediaDirection) -> MediaDirection {
        MediaDirection(sends: sends && remote.receives, receives: receives && remote.sends)
    }
}
