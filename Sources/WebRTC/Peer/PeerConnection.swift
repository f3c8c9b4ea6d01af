// SPDX-License-Identifier: MIT

internal import DTLS
internal import ICE
public import RTP
public import SCTP
public import SDP
internal import SRTP

/// One end of a WebRTC connection: ICE, DTLS, SRTP and data channels in one, without a socket or a clock.
///
/// Toward clients it answers, as an ICE-lite agent; toward providers it offers, as a full agent that controls:
///
///     let peer = try PeerConnection(answering: offer, settings: settings, output: port, now: now)
///     let peer = try PeerConnection(offering: settings, output: port, now: now)
///     peer.localDescription                         // for the other side
///     try peer.setAnswer(answer, now: now)          // of one that offers
///     peer.receive(datagram, route, …, now: now)    // what the socket has
///     while let event = peer.nextEvent() { … }      // after each call
///     peer.handleTimeout(now: now)                  // at peer.nextTimeout
///
/// Datagrams to be sent go to the output during the call. Received RTP goes to ``onRTP``, decrypted, in the buffer that it
/// came in. A peer is confined to one loop; its events are taken after each call, outside of ``onRTP``.
///
/// What it keeps is bounded: the SDP limits of the description, the addresses of ICE's limits, ``maximumSources`` SSRCs,
/// and the limits of SCTP (``SCTP/SCTPConfiguration``) and of its channels.
public final class PeerConnection {
    /// How many SSRCs of the other side are taken.
    public static let maximumSources = 8

    /// Where a connection stands.
    public enum State: Hashable, Sendable {
        /// Offered, and not answered yet.
        case offering
        /// From the answer until DTLS is up.
        case connecting
        case connected
        case ended
    }

    /// Where the connection stands.
    public internal(set) var state: State
    /// The answer for the other side, or the offer until it is answered.
    public internal(set) var localDescription: [UInt8]
    /// What offer and answer have agreed on; nil before there is an answer.
    public internal(set) var session: NegotiatedSession?
    /// Why no check could be sent to the peer when it answered; its own may have led to it since.
    public internal(set) var hindrance: UnreachablePeerError?
    /// The SSRC of the audio that we send.
    public let audioSSRC: UInt32
    /// The SSRC of the video that we send.
    public let videoSSRC: UInt32
    /// Takes each RTP packet that is received, decrypted, with its header, what it is of, and the time; it may send at once.
    public var onRTP: ((Span<UInt8>, RTPHeader, NegotiatedMedia.Kind, Duration) -> Void)?
    /// Told when the peer asks for a key frame of our video.
    public var onKeyFrameRequest: ((Duration) -> Void)?

    let settings: PeerSettings
    var local: LocalPeer
    let ice: any PeerICE
    /// The offer of our own, until it is answered.
    var offer: SessionOffer?
    /// Nil before there is an answer: it says who begins.
    var dtls: DTLSConnection?
    /// Nil without data channels, and before there is an answer.
    public internal(set) var channels: DataChannels?
    unowned let output: any PeerConnectionOutput

    var srtp: SRTPSession?
    var receivedTypes: [PeerPayloadType] = []
    var sentTypes: [PeerPayloadType] = []
    var receivers: [RTPReceiver] = []
    var senders: [PeerSender] = []
    var schedule: RTCPSchedule
    var random = SystemRandomNumberGenerator()
    var events = FIFO<PeerEvent>()
    /// When the connection ends that is only kept for what is on its way.
    var closing: Duration?
    var packet: [UInt8] = []
    let memory: PacketMemory
    /// Where data goes, as ICE says; nil while no pair works.
    var pairForData: ICEPair?
    var isFlushing = false

    /// Answers an offer, as an ICE-lite agent.
    ///
    /// - Parameters:
    ///   - offer: A description that has been checked.
    ///   - settings: The surroundings.
    ///   - output: Where datagrams go; it outlives the peer.
    ///   - now: Since any fixed start.
    /// - Throws: ``SDP/NegotiationError`` if the offer cannot be answered, `DTLSError` if OpenSSL has no memory.
    public init(
        answering offer: SessionDescription,
        settings: PeerSettings,
        output: any PeerConnectionOutput,
        now: Duration
    ) throws {
        let credentials = ICE.ICECredentials(using: &random)
        (audioSSRC, videoSSRC) = Self.sources(&random)
        local = Self.local(settings, credentials, audioSSRC, videoSSRC, &random)
        local.isICELite = true
        let agreed = try SessionAnswer(to: offer, from: local)
        localDescription = agreed.bytes
        ice = LiteICE(ICELiteAgent(credentials: credentials, settings: settings, now: now))
        self.offer = nil
        self.settings = settings
        self.output = output
        state = .connecting
        schedule = RTCPSchedule(now: now, using: &random)
        memory = output.packetMemory
        try agree(on: agreed.session)
    }

    /// Makes an offer, as a full ICE agent that controls.
    ///
    /// Checks begin with the answer (``setAnswer(_:now:)``), and the time for the set-up too.
    public init(offering settings: PeerSettings, output: any PeerConnectionOutput, now: Duration) {
        let credentials = ICE.ICECredentials(using: &random)
        (audioSSRC, videoSSRC) = Self.sources(&random)
        local = Self.local(settings, credentials, audioSSRC, videoSSRC, &random)
        let offer = SessionOffer(from: local)
        localDescription = offer.bytes
        ice = FullICE(ICEAgent(credentials: credentials, settings: settings, now: now))
        self.offer = offer
        self.settings = settings
        self.output = output
        state = .offering
        schedule = RTCPSchedule(now: now, using: &random)
        memory = output.packetMemory
    }

    /// The fragment that the peer's checks name.
    public var localUfrag: String { ice.credentials.ufrag }

    // MARK: Events and time

    /// The next event; nil if there is none.
    public func nextEvent() -> PeerEvent? { events.popFirst() }

    /// When ``handleTimeout(now:)`` is to be called; nil for never.
    public var nextTimeout: Duration? {
        guard state != .ended else { return nil }
        var next = ice.nextTimeout
        func consider(_ time: Duration?) {
            if let time { next = min(next ?? time, time) }
        }
        consider(dtls?.nextTimeout)
        consider(channels?.association.nextTimeout)
        if state == .connected { consider(schedule.due) }
        consider(closing)
        return next
    }

    /// Does what is due; else nothing.
    public func handleTimeout(now: Duration) {
        guard state != .ended else { return }
        if let closing, closing <= now { return close(now: now) }
        ice.handleTimeout(now: now)
        dtls?.handleTimeout(now: now)
        channels?.association.handleTimeout(now: now)
        if state == .connected, schedule.isDue(now: now) { sendReport(now: now) }
        flush(now: now)
    }

    /// Ends the connection once the peer has what was sent to it, and has been told by SCTP and DTLS; at once if there is
    /// nothing under way, and after `limit` in any case.
    ///
    /// What the peer sends meanwhile is told as before. Nothing more can be sent on its channels.
    public func close(within limit: Duration, now: Duration) {
        guard state == .connected, closing == nil, let association = channels?.association,
            association.state == .established
        else { return close(now: now) }
        closing = now + limit
        association.shutdown(now: now)
        flush(now: now)
    }

    /// Ends the connection at once; the peer is told.
    public func close(now: Duration) {
        guard state != .ended else { return }
        channels?.association.abort(now: now)
        flush(now: now)
        end(.closed)
    }

    func end(_ reason: PeerEnd) {
        guard state != .ended else { return }
        dtls?.close()
        sendDTLS()
        state = .ended
        srtp = nil
        events.append(.ended(reason))
    }
}
