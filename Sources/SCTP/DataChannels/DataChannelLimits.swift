// SPDX-License-Identifier: MIT

/// The limits on data channels.
public struct DataChannelLimits: Hashable, Sendable {
    /// The channels that can be there at once, those that are closing included.
    ///
    /// More of the peer's are refused.
    public var maxChannels = 64
    /// The bytes of a label, and those of a protocol's name.
    public var maxNameCount = 1024

    /// The defaults.
    public init() {}
}
