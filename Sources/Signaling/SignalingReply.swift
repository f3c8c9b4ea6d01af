// SPDX-License-Identifier: MIT

public import Providers

/// What a caller gets for a successful exchange.
public struct SignalingReply: Sendable {
    /// What the body is.
    public enum Content: Hashable, Sendable {
        /// An SDP answer, byte for byte.
        case answer
        /// The JSON text of a Live session.
        case liveSession
        /// A JSON text.
        case json
        /// Nothing: it is done.
        case nothing
    }

    /// What the body is.
    public var content: Content
    /// The answer or JSON text.
    public var body: [UInt8]
    /// The id of the call as it is handed out; nil where there is no call, or none that can be named.
    public var callID: String?
    /// The upstream's response fields, from which the edge passes some on.
    public var upstreamFields: FieldBlock
}
