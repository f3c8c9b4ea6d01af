// SPDX-License-Identifier: MIT

/// A datagram that an agent has written into its owner's buffer.
public struct ICETransmit: Hashable, Sendable {
    /// How many bytes a buffer must have room for: more than the longest check.
    public static let maximumSize = 640

    /// How many bytes were written.
    public let count: Int
    /// Where from and to.
    public let pair: ICEPair
}

/// A datagram as bytes of its own.
public struct ICEDatagram: Hashable, Sendable {
    /// The bytes.
    public let bytes: [UInt8]
    /// Where from and to.
    public let pair: ICEPair
}
