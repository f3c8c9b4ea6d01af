// SPDX-License-Identifier: MIT

internal import Bridge
internal import EventLoop
internal import EventPipeline
internal import Providers
internal import SDP
internal import Signaling

/// The bridge as one loop's signaling sees it, by one configuration.
///
/// Confined to that loop; the calls are on whichever loop had the fewest.
final class RelayBridge: MediaBridge {
    private let loop: EventLoop
    private let state: RelayState
    private let settings: BridgeSettings
    private let entries: [String: RelayConfiguration.ProviderEntry]

    init(loop: EventLoop, state: RelayState, _ configuration: RelayConfiguration) {
        self.loop = loop
        self.state = state
        settings = configuration.bridge
        entries = Dictionary(uniqueKeysWithValues: configuration.providers.map { ($0.provider.name, $0) })
    }

    func isBridged(
        _ provider: ConfiguredProvider,
        _ operation: Operation,
        asked: MediaMode?
    ) throws(RelayError) -> Bool {
        guard let entry = entries[provider.name] else { return false }
        // A Live session's offer is in its JSON.
        let isPossible = [.call, .legacyCall, .translationCall].contains(operation)
        let mode = asked ?? (isPossible ? entry.media : .direct)
        guard mode == .direct || isPossible, asked == nil || asked == entry.media || entry.mayChooseMedia else {
            throw RelayError(.mediaModeNotAvailable, stage: .provider, param: "media", provider: provider.name)
        }
        return mode == .bridge
    }

    func begin(_ offer: BridgedOffer) async throws(RelayError) -> any BridgedExchange {
        let name = offer.provider.name
        guard let entry = entries[name] else { throw RelayError(.internalError, stage: .provider) }
        if let session = offer.session, !entry.bridge.policy.lockedSessionFields.isEmpty {
            try SessionLock(entry.bridge.policy.lockedSessionFields).check(session, of: offer)
        }
        let place = try enter(entry)
        let facts = CallFacts(
            provider: name,
            model: offer.model,
            accessKey: offer.caller.keyName,
            requestID: offer.requestID,
            createdAt: Clock.unixTime()
        )
        let callSettings = BridgedCallSettings(offer, entry, showsContent: settings.records?.hasContent ?? false)
        let slot = state.bridgeSlots[place.loop]
        let made = await slot.perform { endpoint in
            Result { () throws(BridgeRefusal) in
                let call = try endpoint.begin(offer.sdp, facts, callSettings)
                return Made(call: LoopBound(call, to: slot.loop), offer: call.offer)
            }
        }
        switch made {
        case .success(let made):
            return RelayBridgedExchange(made.call, in: slot, offer: made.offer, of: offer, state.bridgedCalls)
        case .failure(let refusal):
            state.bridgedCalls.leave(place)
            throw RelayError(refusal, provider: name)
        }
    }

    private struct Made: Sendable {
        let call: LoopBound<BridgedCall>
        let offer: [UInt8]
    }

    private func enter(_ entry: RelayConfiguration.ProviderEntry) throws(RelayError) -> BridgedCallTable.Place {
        let name = entry.provider.name
        do {
            return try state.bridgedCalls.enter(
                name,
                maximum: entry.maxCalls,
                settings,
                preferred: loop.index,
                now: Clock.now()
            )
        } catch {
            switch error {
            case .loops: throw RelayError(full: "The relay has as many bridged calls as it takes.", provider: name)
            case .provider: throw RelayError(full: "The provider has as many bridged calls as it may.", provider: name)
            case .rate: throw RelayError(full: "Too many calls are being set up at once.", provider: name)
            }
        }
    }

    // MARK: Calls that are alive

    func hangUp(_ callID: String, for caller: Caller) async throws(RelayError) -> Bool {
        guard let entry = state.bridgedCalls[callID] else { return false }
        guard mayControl(entry, caller) else { throw .callNotFound }
        await entry.call.perform { $0.hangUp(CallEnd(.caller, .hungUp)) }
        return true
    }

    func restart(_ callID: String, offer: RestartOffer, for caller: Caller) async throws(RelayError) -> RestartAnswer {
        let entry = try entry(callID, caller)
        let answer = await entry.call.perform { call in
            Result { () throws(BridgeRefusal) in try call.restart(offer) }
        }
        switch answer {
        case .success(let answer): return answer
        case .failure(let refusal): throw RelayError(refusal, provider: entry.provider)
        }
    }

    func report(of callID: String, for caller: Caller) async throws(RelayError) -> [UInt8] {
        try await entry(callID, caller).call.perform { $0.report() }
    }

    func reports(for caller: Caller) async -> [[UInt8]] {
        var reports: [[UInt8]] = []
        for entry in state.bridgedCalls.all where mayControl(entry, caller) {
            reports.append(await entry.call.perform { $0.report(hasTurns: false) })
        }
        return reports
    }

    func watch(for caller: Caller, _ tell: @escaping (CallNews) -> Void) -> any CallWatch {
        let providers = entries.mapValues(\.provider)
        return state.callFeed.add(
            on: loop,
            sees: { Self.mayControl($0, caller, providers[$0.provider]) },
            tell: tell
        )
    }

    private func entry(_ callID: String, _ caller: Caller) throws(RelayError) -> BridgedCallTable.Entry {
        guard let entry = state.bridgedCalls[callID], mayControl(entry, caller) else { throw .callNotFound }
        return entry
    }

    /// As for the calls of which only the signaling is here.
    private func mayControl(_ entry: BridgedCallTable.Entry, _ caller: Caller) -> Bool {
        Self.mayControl(entry, caller, entries[entry.provider]?.provider)
    }

    private static func mayControl(
        _ entry: BridgedCallTable.Entry,
        _ caller: Caller,
        _ provider: ConfiguredProvider?
    ) -> Bool {
        guard let provider else { return false }
        return (entry.owner.isEqual(to: caller.owner) || caller.isTrusted) && caller.mayUse(provider)
    }
}

extension BridgedCall {
    fileprivate func restart(_ offer: RestartOffer) throws(BridgeRefusal) -> RestartAnswer {
        switch offer {
        case .offer(let bytes):
            return .answer(try restart(answering: SessionDescription.parse(offer: bytes)))
        case .fragment(let bytes, let session, let next):
            // Without credentials there are candidates only, and an ICE-lite agent learns of those by checks.
            guard let fragment = ICEFragment(parsing: bytes.span),
                let answer = try restart(by: fragment, of: session, next: next)
            else { return .nothing }
            return .fragment(ICEFragment.serialized(of: answer), session: next)
        }
    }
}
