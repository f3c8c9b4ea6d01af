// SPDX-License-Identifier: MIT

/// How long a message is tried, [RFC 3758](https://www.rfc-editor.org/rfc/rfc3758.html).
public enum SCTPReliability: Hashable, Sendable {
    /// Until it has arrived.
    case reliable

    /// Each fragment is sent once and then again this many times at most.
    case retransmissions(UInt32)

    /// For so long after ``SCTPAssociation/send(_:on:protocolID:isUnordered:reliability:now:)`` was called.
    case lifetime(Duration)
}
