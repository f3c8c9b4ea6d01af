// SPDX-License-Identifier: MIT

/// What both sides know of a data channel, [RFC 8832, section 5.1](https://www.rfc-editor.org/rfc/rfc8832.html#section-5.1).
public struct DataChannelParameters: Hashable, Sendable {
    /// The priority "normal" of [RFC 8831, section 6.4](https://www.rfc-editor.org/rfc/rfc8831.html#section-6.4).
    public static let normalPriority: UInt16 = 256

    /// The name, which need not be the only one of its kind.
    public var label: String
    /// The name of the protocol spoken on the channel; empty if there is none.
    public var protocolName: String
    /// Whether messages stay in order.
    public var isOrdered: Bool
    /// How long messages are tried.
    public var reliability: SCTPReliability
    /// The channel's share of the association relative to others.
    public var priority: UInt16

    /// Makes parameters; the defaults are those of the W3C's `createDataChannel`.
    public init(
        label: String,
        protocolName: String = "",
        isOrdered: Bool = true,
        reliability: SCTPReliability = .reliable,
        priority: UInt16 = normalPriority
    ) {
        self.label = label
        self.protocolName = protocolName
        self.isOrdered = isOrdered
        self.reliability = reliability
        self.priority = priority
    }
}
