// SPDX-License-Identifier: MIT

internal import Bridge
internal import Cryptography
internal import EventLoop
internal import ICE
internal import RecordFile
internal import Signaling
internal import TextCoding
internal import WebRTC

/// The bridged calls of one loop: their endpoint is made for the first call, and outlives reloads.
final class BridgeSlot {
    /// How often watchers are told of each live call, whatever happens.
    private static let newsInterval = Duration.seconds(2)

    private let loop: EventLoop
    private let media: MediaPort
    private let addresses: MediaAddresses
    private let state: RelayState
    private let counts: MediaCounts
    /// The calls that have an answer, as they are counted.
    private var counted: [ObjectIdentifier: MediaCounts.CallID] = [:]
    /// Asks the provider to end a call that it may not know to be over, by the relay's id.
    var hangUpUpstream: ((_ callID: String) -> Void)?
    private var existing: BridgeEndpoint?
    private var newsTimer: LoopTimer?
    private var isDraining = false
    /// Told once the last call is gone while the slot drains.
    private var onEmpty: (() -> Void)?

    init(
        loop: EventLoop,
        media: MediaPort,
        addresses: MediaAddresses,
        state: RelayState,
        counts: MediaCounts
    ) {
        self.loop = loop
        self.media = media
        self.addresses = addresses
        self.state = state
        self.counts = counts
        newsTimer = LoopTimer(loop: loop) { [unowned self] in tellNews() }
    }

    /// Makes a call, which waits for its provider's answer.
    func begin(
        _ offer: [UInt8],
        _ facts: CallFacts,
        _ settings: BridgedCallSettings
    ) throws(BridgeRefusal) -> BridgedCall {
        guard !isDraining else { throw .draining }
        let call = try endpoint().begin(offer, facts, settings)
        call.onChange = { [unowned self] call in noteChange(of: call) }
        return call
    }

    private func noteChange(of call: BridgedCall) {
        // Without an id nobody has heard of it yet.
        guard let id = call.id else { return }
        guard call.state == .ended else {
            publish(count(call) ? .started : .updated, call)
            return
        }
        // The record first: who asks for the call and does not find it finds the record.
        state.records?.append(call.report(.record))
        publish(.ended, call)
        state.bridgedCalls.remove(id)
        if call.isUnknownUpstream { hangUpUpstream?(id) }
    }

    private func publish(_ kind: CallNews.Kind, _ call: BridgedCall) {
        guard state.callFeed.hasWatchers, let id = call.id, let entry = state.bridgedCalls[id] else { return }
        state.callFeed.publish(CallNews(kind, call.report(hasTurns: kind == .ended)), of: entry)
    }

    private func tellNews() {
        let calls = existing?.allCalls ?? []
        for call in calls where call.state == .connecting || call.state == .connected { publish(.updated, call) }
        if !calls.isEmpty { newsTimer?.arm(after: Self.newsInterval) }
    }

    /// Counts a call from its answer on; whether it was not counted yet.
    private func count(_ call: BridgedCall) -> Bool {
        guard counted[ObjectIdentifier(call)] == nil else { return false }
        counted[ObjectIdentifier(call)] = counts.begin(
            provider: call.facts.provider,
            media: .bridge,
            legs: CallSide.allCases.map { side in (side, { [unowned call] in call.statistics(of: side) }) }
        )
        if counted.count == 1 { newsTimer?.arm(after: Self.newsInterval) }
        return true
    }

    private func countEnd(of call: BridgedCall) {
        guard let id = counted.removeValue(forKey: ObjectIdentifier(call)) else { return }
        let end = call.end ?? CallEnd(.relay, .closed)
        counts.end(id, reason: "\(end.cause.rawValue)_\(end.reason.rawValue)")
    }

    /// Ends all calls, and tells when the last is gone.
    func drain(_ onEmpty: @escaping () -> Void) {
        isDraining = true
        self.onEmpty = onEmpty
        existing?.drain()
        leaveIfEmpty()
    }

    private func leaveIfEmpty() {
        guard isDraining, existing?.allCalls.isEmpty ?? true, let onEmpty else { return }
        self.onEmpty = nil
        onEmpty()
    }

    private func endpoint() throws(BridgeRefusal) -> BridgeEndpoint {
        if let existing { return existing }
        let media: MediaPort.Opened
        do {
            media = try self.media.open()
        } catch {
            throw .noResources(error.message)
        }
        let endpoint = BridgeEndpoint(
            loop: loop,
            port: media.port,
            identity: media.identity,
            sign: media.sign,
            addresses: { [addresses] in addresses.bound.isEmpty ? LocalAddresses.all() : addresses.bound },
            makeEventID: { "event_" + Base64.encodeURLSafe(RandomBytes.make(15) ?? []) }
        )
        endpoint.onGone = { [unowned self] call in
            countEnd(of: call)
            state.bridgedCalls.leave(BridgedCallTable.Place(loop: loop.index, provider: call.facts.provider))
            leaveIfEmpty()
        }
        existing = endpoint
        return endpoint
    }
}
