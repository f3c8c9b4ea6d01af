// SPDX-License-Identifier: MIT

public import WebRTC

extension BridgedCall {
    /// What the connection of a side has carried so far; it stays when the connection is over.
    public func statistics(of side: CallSide) -> PeerStatistics { legs[side]?.statistics ?? PeerStatistics() }
}
