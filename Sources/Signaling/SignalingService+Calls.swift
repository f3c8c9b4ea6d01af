// SPDX-License-Identifier: MIT

internal import Providers

/// Which call a request is about, and with which credential it is controlled.
extension SignalingService {
    /// A call as its provider knows it.
    struct ControlTarget {
        let provider: ConfiguredProvider
        let upstreamID: String
        let credential: UpstreamCredential
        let keyIndex: Int?
        /// Whether the relay has made the call.
        let isKnown: Bool
    }

    /// Finds the call of a request.
    ///
    /// - Throws: ``RelayError`` `call_id_not_found`, the same whatever is wrong with the id.
    func target(
        of request: ControlRequest,
        at time: Duration,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> ControlTarget {
        switch calls.find(request.callID, CallKind(of: request.operation)) {
        case .call(let handle): try target(of: request, handle, at: time, &record)
        case .notOurs: try foreignTarget(of: request, at: time, &record)
        case .nothing: throw .callNotFound
        }
    }

    private func target(
        of request: ControlRequest,
        _ handle: CallHandle,
        at time: Duration,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> ControlTarget {
        let caller = request.caller
        let isOwner = handle.owner.isEqual(to: caller.owner)
        guard isOwner || caller.isTrusted, let provider = directory.provider(handle.provider), caller.mayUse(provider)
        else { throw .callNotFound }
        record.provider = provider.name
        guard !handle.upstreamID.isEmpty else {
            throw RelayError(
                .operationNotSupported,
                stage: .provider,
                message: "The provider gave the call no id by which it could be controlled; close the connection.",
                provider: provider.name
            )
        }
        let (credential, keyIndex) = try credential(for: caller, provider, handle.key, at: time, &record)
        return ControlTarget(
            provider: provider,
            upstreamID: handle.upstreamID,
            credential: credential,
            keyIndex: keyIndex,
            isKnown: true
        )
    }

    /// The credential that made a call, or, if that key is configured no longer, another one of the provider's.
    private func credential(
        for caller: Caller,
        _ provider: ConfiguredProvider,
        _ key: NameFingerprint,
        at time: Duration,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> (UpstreamCredential, keyIndex: Int?) {
        guard let index = provider.keys.firstIndex(where: { $0.fingerprint == key }) else {
            return try credential(for: caller, provider, at: time, &record)
        }
        record.key = provider.keys[index].name
        return (.relayKey(provider.keys[index].secret), index)
    }

    /// A call that the relay has not made: one that came to the provider by telephone, whose id the provider's webhook
    /// gave to a server.
    ///
    /// Whoever knows such an id could end the call, so it is passed on for callers that are trusted, that bring the
    /// provider's own token, or that the relay does not tell apart anyway.
    private func foreignTarget(
        of request: ControlRequest,
        at time: Duration,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> ControlTarget {
        let caller = request.caller
        guard caller.isTrusted || caller.isOpen || caller.token != nil, UpstreamID.isSafe(request.callID) else {
            throw .callNotFound
        }
        let (provider, _) = try directory.resolve(model: nil, selection: request.selection, caller: caller)
        record.provider = provider.name
        let (credential, keyIndex) = try credential(for: caller, provider, at: time, &record)
        return ControlTarget(
            provider: provider,
            upstreamID: request.callID,
            credential: credential,
            keyIndex: keyIndex,
            isKnown: false
        )
    }
}
