// SPDX-License-Identifier: MIT

public import Providers

/// What a caller gets for a successful exchange.
public struct SignalingReply: Sendable {
    /// The answer or JSON text, byte for byte.
    public var body: [UInt8]
    /// The provider's id of the call; nil for JSON replies and for providers that give none.
    public var callID: String?
    /// The upstream's response fields, from which the edge passes some on.
    public var upstreamFields: FieldBlock
}
