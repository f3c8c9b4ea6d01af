// SPDX-License-Identifier: MIT

/// Where the resets of streams stand, both ways ([RFC 6525](https://www.rfc-editor.org/rfc/rfc6525.html)).
struct ResetState {
    /// The streams that one request of ours names; more wait for its answer.
    static let maxStreamsPerRequest = 64

    /// The number of our next request.
    var nextSequence: TSN
    /// Our request that has no final answer.
    var outstanding: OutgoingResetRequest?
    /// The last request of the peer that was answered for good.
    var lastPeerSequence: TSN
    /// What it was answered.
    var lastResult = ReconfigurationResult.nothingToDo
    /// The peer's request that waits for the data before it.
    var deferred: OutgoingResetRequest?

    init(localInitialTSN: TSN, peerInitialTSN: TSN) {
        nextSequence = localInitialTSN
        lastPeerSequence = peerInitialTSN.previous
    }
}
