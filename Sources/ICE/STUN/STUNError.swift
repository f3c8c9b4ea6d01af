// SPDX-License-Identifier: MIT

/// Why a datagram is no STUN message.
public enum STUNError: Error, Hashable, Sendable {
    /// Shorter than a header.
    case truncated

    /// Longer than ``STUNMessage/maximumSize``.
    case oversized

    /// The first bits or the magic cookie are another protocol's.
    case notSTUN

    /// The header's length is not that of the datagram, or no multiple of 4.
    case wrongLength

    /// An attribute reaches past the end.
    case attributeTooLong

    /// An attribute that ICE needs has a length or a value that it cannot have.
    case malformedAttribute

    /// FINGERPRINT is not the last attribute.
    case misplacedFingerprint
}

/// The error codes that agents send (RFC 8489 section 14.8, RFC 8445 section 16.2).
///
/// 400 and 401 are not among them: what has no right integrity is not answered.
public enum STUNErrorCode {
    /// The request had attributes that must be understood and are not.
    public static let unknownAttribute = 420
    /// Both agents take the same role.
    public static let roleConflict = 487
}
