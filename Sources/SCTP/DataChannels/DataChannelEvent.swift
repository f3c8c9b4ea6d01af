// SPDX-License-Identifier: MIT

/// What the data channels tell their owner.
///
/// Numbers are those of the channels, which are those of their streams.
public enum DataChannelEvent: Hashable, Sendable {
    /// The association is up.
    case connected
    /// The peer has opened a channel; messages can go both ways.
    case incoming(UInt16, DataChannelParameters)
    /// A channel of our own is open at the peer too.
    case opened(UInt16)
    /// A message has come; a text is UTF-8.
    case message(UInt16, DataChannelPayload, [UInt8])
    /// What waits on the channel has fallen to its threshold.
    case bufferedAmountLow(UInt16)
    /// Half of the send buffer is free after a message was refused.
    case sendBufferAvailable
    /// The channel is closed on both sides, or cannot be; its number may be used again.
    case closed(UInt16)
    /// The last event: the association is over, and with it every channel.
    case ended(SCTPCloseReason)
}

/// The two kinds of messages.
public enum DataChannelPayload: Hashable, Sendable {
    /// UTF-8.
    case text
    /// Bytes.
    case binary
}
