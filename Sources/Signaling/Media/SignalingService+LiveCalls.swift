// SPDX-License-Identifier: MIT

/// The calls that are alive here; without a bridge there are none.
extension SignalingService {
    /// A call as a JSON object.
    ///
    /// - Throws: ``RelayError`` `call_id_not_found`.
    public func report(of callID: String, for caller: Caller) async throws(RelayError) -> [UInt8] {
        guard let bridge else { throw .callNotFound }
        return try await bridge.report(of: callID, for: caller)
    }

    /// The calls that the caller may see, each as a JSON object.
    public func reports(for caller: Caller) async -> [[UInt8]] {
        await bridge?.reports(for: caller) ?? []
    }

    /// Tells what happens to the calls that the caller may see, on this loop, until the watch is cancelled; nil if there
    /// are never any.
    public func watch(for caller: Caller, _ tell: @escaping (CallNews) -> Void) -> (any CallWatch)? {
        bridge?.watch(for: caller, tell)
    }

    /// Answers a new offer of a call's client, with which it restarts ICE.
    ///
    /// - Throws: ``RelayError`` `call_id_not_found`, or that for an offer.
    public func restart(
        _ callID: String,
        offer: RestartOffer,
        for caller: Caller
    ) async throws(RelayError) -> RestartAnswer {
        guard let bridge else { throw .callNotFound }
        return try await bridge.restart(callID, offer: offer, for: caller)
    }
}
