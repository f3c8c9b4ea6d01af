// SPDX-License-Identifier: MIT

internal import EventLoop
internal import EventPipeline
internal import RealtimeEvents
internal import SCTP
public import SDP
internal import WebRTC

/// A call whose two connections both end here: the client's, which is answered, and the provider's, which is offered.
///
///     made ── begin ──▶ exchanging ── complete ──▶ connecting ──▶ connected ──▶ ended
///                           └───────────── any end ─────────────────────────────▲
///
/// The client's offer is answered before the provider is asked, so that one that cannot be answered costs nothing. Until
/// its answer is given out the client's time for the set-up does not run. Both connections come up side by side.
///
/// It is confined to its loop.
public final class BridgedCall {
    /// Where a call stands.
    public enum State: String, Hashable, Sendable {
        /// The provider is being asked.
        case exchanging
        /// The client has its answer; one of the connections is not up yet.
        case connecting
        /// Both connections are up.
        case connected
        case ended
    }

    /// How long what is under way may take to arrive when a call ends; then both connections are cut.
    static let closingLimit = Duration.milliseconds(500)
    /// How long a client that is only just connecting is waited for, to be told why its call is over already.
    static let lateReportLimit = Duration.seconds(5)
    /// How often the client's time for its set-up is given anew while the provider is asked.
    static let postponement = Duration.seconds(10)

    /// What is known of it.
    public let facts: CallFacts
    let settings: BridgedCallSettings
    /// Where it stands.
    public internal(set) var state = State.exchanging
    /// Why it is over; nil before.
    public internal(set) var end: CallEnd?
    /// The relay's id of it; nil before it is handed out.
    public internal(set) var id: String?
    /// The provider's id of it; nil if it gave none.
    public internal(set) var upstreamID: String?
    /// The tag of the client's ICE session, that of the request until it is restarted (RFC 9725 section 4.3.1).
    public private(set) var iceSession: String?
    /// Told when something has changed that watchers see, and of the end.
    public var onChange: ((BridgedCall) -> Void)?
    /// Told once both connections are over, after the end.
    public var onGone: ((BridgedCall) -> Void)?

    /// What the client has offered, as it came: a description that is read takes several times as much.
    private let clientOffer: [UInt8]
    let legs: CallLegs
    let media: MediaRelay
    let channels: ChannelRelay
    /// What the events that pass mean; nil if nobody here understands them.
    var pipeline: EventPipeline?
    /// What the client is yet to be told of the end.
    var lateReport: ErrorReport?
    /// The changes of turns that watchers know of.
    var turnChanges = 0
    var times: CallTimes
    /// When the last event of either side came.
    var lastEventAt: Duration
    private var timer: LoopTimer?
    let makeEventID: @Sendable () -> String

    /// Makes a call without connections.
    init(
        _ facts: CallFacts,
        _ settings: BridgedCallSettings,
        answering offer: [UInt8],
        legs: CallLegs,
        loop: EventLoop,
        makeEventID: @escaping @Sendable () -> String
    ) {
        self.facts = facts
        self.settings = settings
        clientOffer = offer
        iceSession = facts.requestID
        self.legs = legs
        self.makeEventID = makeEventID
        media = MediaRelay(legs)
        channels = ChannelRelay(
            legs,
            eventsLabel: settings.eventsLabel,
            takesClientsOthers: !settings.policy.checksContent
        )
        times = CallTimes(start: legs.now)
        lastEventAt = legs.now
        if let client = settings.clientVocabulary, let provider = settings.providerVocabulary {
            pipeline = EventPipeline(
                policy: settings.policy,
                client: client,
                provider: provider,
                sessionType: settings.sessionType,
                keepsContent: settings.showsContent,
                bareModel: settings.bareModel,
                makeEventID: makeEventID
            )
        }
        channels.onEvent = { [unowned self] message, side, now in pass(message, from: side, now: now) }
        channels.onTooLarge = { [unowned self] count, now in tellTooLarge(count, now: now) }
        legs.onEvent = { [unowned self] side, event, now in take(event, from: side, now: now) }
        timer = LoopTimer(loop: loop) { [unowned self] in handleTimeout() }
        timer?.arm(after: Self.postponement)
    }

    /// Whether the call is over and the provider has not been told of it by a connection.
    public var isUnknownUpstream: Bool {
        guard let end, upstreamID != nil else { return false }
        return times.connected.upstream == nil && end.cause != .caller
    }

    /// The offer for the provider; empty before it is made.
    public var offer: [UInt8] { legs[.upstream]?.localDescription ?? [] }

    // MARK: The provider's answer

    /// Takes the provider's answer: both connections begin.
    ///
    /// - Parameters:
    ///   - answer: SDP.
    ///   - id: The relay's id of the call.
    ///   - upstreamID: The provider's.
    /// - Returns: The answer for the client.
    /// - Throws: ``BridgeRefusal``; the call is as it was then.
    public func complete(answer: [UInt8], id: String, upstreamID: String?) throws(BridgeRefusal) -> [UInt8] {
        guard state == .exchanging, let client = legs[.client] else { throw .noSuchState }
        try setAnswer(answer)
        try refuseVideoIfUpstreamDoes()
        self.id = id
        self.upstreamID = upstreamID
        state = .connecting
        times.answered = legs.now
        lastEventAt = legs.now
        media.connect()
        channels.openEvents(negotiated: settings.negotiatedChannel, now: legs.now)
        sendOpening(now: legs.now)
        legs.act(.client) { peer, now in peer.postponeSetUp(now: now) }
        armTimer()
        onChange?(self)
        return client.localDescription
    }

    private func setAnswer(_ answer: [UInt8]) throws(BridgeRefusal) {
        let description: SessionDescription
        do {
            description = try SessionDescription.parse(answer.span)
        } catch {
            throw .malformedAnswer(line: error.line)
        }
        do {
            try legs.act(.upstream) { peer, now in try peer.setAnswer(description, now: now) }
        } catch let error as NegotiationError {
            throw .unusableAnswer(error)
        } catch let error as UnreachablePeerError {
            throw .unreachableProvider(error)
        } catch {
            throw .noResources("\(error)")
        }
    }

    /// Nobody should send pictures that go nowhere.
    private func refuseVideoIfUpstreamDoes() throws(BridgeRefusal) {
        guard let client = legs[.client], client.session?.video != nil, legs[.upstream]?.session?.video == nil else {
            return
        }
        let offer = try SessionDescription.parse(offer: clientOffer)
        do {
            try client.refuseVideo(of: offer)
        } catch let error as NegotiationError {
            throw .unanswerableOffer(error)
        } catch {
            throw .noResources("\(error)")
        }
    }

    // MARK: Restarts of ICE

    /// Answers new credentials of the client, which has the rest of its offer stay as it was.
    ///
    /// - Parameters:
    ///   - fragment: The new credentials (RFC 8840).
    ///   - session: The tag of the ICE session that the client means; nil for any.
    ///   - next: The tag of the new one.
    /// - Returns: The new answer; nil if the credentials are those that count already.
    /// - Throws: ``BridgeRefusal``; the call goes on as it was then.
    public func restart(
        by fragment: ICEFragment,
        of session: String?,
        next: String
    ) throws(BridgeRefusal) -> SessionDescription? {
        guard session == nil || session == iceSession else { throw .otherSession }
        guard legs[.client]?.session?.remoteCredentials != fragment.credentials else { return nil }
        let offer = try SessionDescription.parse(offer: clientOffer)
        let answer = try restart(answering: offer.replacingCredentials(by: fragment.credentials))
        iceSession = next
        do {
            return try SessionDescription.parse(answer.span)
        } catch {
            throw .noResources("an answer of our own: \(error)")
        }
    }

    /// Answers a new offer of the client, with which it restarts ICE (RFC 8445 section 9).
    ///
    /// - Returns: The new answer.
    /// - Throws: ``BridgeRefusal``; the call goes on as it was then.
    public func restart(answering offer: SessionDescription) throws(BridgeRefusal) -> [UInt8] {
        guard state == .connecting || state == .connected else { throw .noSuchState }
        var answer: [UInt8] = []
        do {
            try legs.act(.client) { peer, now in answer = try peer.restart(answering: offer, now: now) }
        } catch let error as NegotiationError {
            throw .unanswerableOffer(error)
        } catch let error as PeerDescriptionError {
            throw error == .changesConnection ? .changesConnection : .noSuchState
        } catch {
            throw .noResources("\(error)")
        }
        guard !answer.isEmpty else { throw .noSuchState }
        return answer
    }

    // MARK: Time

    private func handleTimeout() {
        let now = legs.now
        switch state {
        case .exchanging:
            legs.act(.client) { peer, now in peer.postponeSetUp(now: now) }
            timer?.arm(after: Self.postponement)
        case .connecting, .connected:
            if now >= times.start + settings.maximumDuration { return finish(CallEnd(.relay, .maximumDuration)) }
            if now >= lastActivity + settings.idleTimeout { return finish(CallEnd(.relay, .idle)) }
            armTimer()
        case .ended: stopWaiting()
        }
    }

    /// Waits for the client's channel, but not for long.
    func waitForClient() { timer?.arm(after: Self.lateReportLimit) }

    private var lastActivity: Duration { max(lastEventAt, media.lastPacketAt ?? .zero) }

    private func armTimer() {
        let due = min(times.start + settings.maximumDuration, lastActivity + settings.idleTimeout)
        timer?.arm(after: max(.milliseconds(1), due - legs.now))
    }

    func stopTimer() { timer?.disarm() }
}
