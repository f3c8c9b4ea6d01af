// SPDX-License-Identifier: MIT

/// The sending side of one stream.
struct OutgoingStream {
    /// How far the closing of the stream has come.
    enum Reset {
        case none
        /// Asked for; what was queued goes first.
        case wanted
        /// In a request that the peer has not answered.
        case requested
    }

    var messages = FIFO<OutgoingMessage>()
    var nextSequence: UInt16 = 0
    /// Bytes that wait to be sent for the first time.
    var bufferedAmount = 0
    /// At or below this, having been above, the owner is told; nil if it does not want to know.
    var lowThreshold: Int?
    /// The number of fragments sent and not acknowledged by the cumulative number.
    var outstanding = 0
    var reset = Reset.none
    /// The share of the association relative to other streams.
    var weight = SendQueue.defaultWeight
    /// Bytes sent divided by weight; the stream with the least is served next.
    var pass = 0

    var isDrained: Bool { messages.isEmpty && outstanding == 0 }
}
