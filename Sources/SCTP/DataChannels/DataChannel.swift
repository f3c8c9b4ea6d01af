// SPDX-License-Identifier: MIT

/// Where a channel stands.
struct DataChannel {
    /// What can be done with it.
    enum State {
        /// Ours, and not yet known to be open at the peer: ACK or a message → `open`. Messages can be sent.
        case opening
        /// `close`, or the peer's reset → `closing`.
        case open
        /// Both directions are being reset; nothing is taken any more.
        case closing
    }

    let parameters: DataChannelParameters
    let isNegotiated: Bool
    var state: State
    /// Whether the peer has reset its direction.
    var isIncomingReset = false
    /// Whether our direction has been reset.
    var isOutgoingReset = false
    /// Parts of a message that came with a deprecated identifier.
    var partial: [UInt8] = []

    /// Whether messages may overtake others: not before the peer knows of the channel
    /// ([RFC 8832, section 6](https://www.rfc-editor.org/rfc/rfc8832.html#section-6)).
    var sendsUnordered: Bool { !parameters.isOrdered && state == .open }
}
