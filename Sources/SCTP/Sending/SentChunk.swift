// SPDX-License-Identifier: MIT

/// A fragment that has been sent and is not acknowledged by the cumulative number.
struct SentChunk {
    /// What is known of its way.
    enum State {
        /// Sent, counted as on the way.
        case sent
        /// Taken to be lost; to be sent again.
        case lost
        /// Acknowledged by a gap block, which the peer may take back.
        case acked
        /// Given up (RFC 3758).
        case abandoned
    }

    var head: DataChunk
    var payload: ArraySlice<UInt8>
    var limit: TransmissionLimit
    var state = State.sent
    var transmissions = 0
    var sentAt = Duration.zero
    /// How often a SACK has reported it missing.
    var misses: UInt8 = 0
    /// Whether fast retransmission has had its one try.
    var wasFastRetransmitted = false
}
