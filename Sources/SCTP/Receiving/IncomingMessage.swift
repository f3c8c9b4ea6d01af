// SPDX-License-Identifier: MIT

/// A message as it came from the peer.
public struct SCTPMessage: Hashable, Sendable {
    /// What a message counts for in the receive window beyond its bytes, so that many small ones stay bounded too.
    static let overhead = 128

    /// The stream it came on.
    public let stream: UInt16
    /// The payload protocol identifier; this module does not interpret it.
    public let protocolID: UInt32
    /// Whether the sender asked for no order.
    public let isUnordered: Bool
    /// At least one byte.
    public let payload: [UInt8]

    var cost: Int { payload.count + Self.overhead }
}
