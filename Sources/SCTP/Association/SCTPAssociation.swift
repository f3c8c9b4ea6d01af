// SPDX-License-Identifier: MIT

/// One end of an SCTP association over DTLS ([RFC 9260](https://www.rfc-editor.org/rfc/rfc9260.html),
/// [RFC 8261](https://www.rfc-editor.org/rfc/rfc8261.html)): no I/O, no clock, confined to one event loop.
///
/// After each call the owner takes the events with ``nextEvent()`` until there are none, then the packets with
/// ``nextPacket(into:now:)`` until there are none, and calls ``handleTimeout(now:)`` when ``nextTimeout`` has come.
/// Times are durations since a start that the owner chooses, and never go back.
public final class SCTPAssociation {
    /// The limits and times.
    public let configuration: SCTPConfiguration
    /// Where the association stands.
    public internal(set) var state = SCTPState.closed

    let sign: ([UInt8]) -> [UInt8]
    let random: () -> UInt32
    /// What our INIT and INIT-ACK say.
    let local: Initiation
    /// What the peer's have said, once it is known which of them counts.
    var peer: Initiation?
    /// The cookie to send back.
    var cookie: [UInt8] = []
    /// Parameters of the peer's INIT-ACK that we do not know.
    var unrecognized: [UInt8] = []

    var sender: Sender
    var receiver: Receiver
    var resets: ResetState
    var timers = AssociationTimers()
    var outbox = Outbox()
    var heartbeat: Heartbeat?
    var notices = FIFO<SCTPEvent>()
    /// Why the association has ended, until the owner knows.
    var closeReason: SCTPCloseReason?
    /// Whether a message was refused since the buffer was last half empty.
    var hasRefused = false

    /// Makes one that is `closed`.
    ///
    /// - Parameters:
    ///   - configuration: The limits and times.
    ///   - sign: A keyed hash; it signs the cookies, and its key need not outlive the process.
    ///   - random: Random numbers that the peer cannot foresee.
    public init(
        configuration: SCTPConfiguration,
        sign: @escaping ([UInt8]) -> [UInt8],
        random: @escaping () -> UInt32
    ) {
        precondition(
            (SCTPConfiguration.minMTU...SCTPConfiguration.maxMTU).contains(configuration.mtu),
            "an MTU of \(configuration.mtu)"
        )
        precondition(
            configuration.receiveWindow >= 2 * configuration.maxIncomingMessageSize
                && configuration.receiveWindow <= 1 << 30,
            "a receive window of \(configuration.receiveWindow)"
        )
        precondition((1...32_768).contains(configuration.tsnSpan), "a span of \(configuration.tsnSpan) numbers")
        self.configuration = configuration
        self.sign = sign
        self.random = random
        local = Initiation(
            tag: Self.nonZero(random),
            receiveWindow: UInt32(configuration.receiveWindow),
            outboundStreams: configuration.streamCount,
            inboundStreams: configuration.streamCount,
            initialTSN: TSN(random())
        )
        sender = Sender(configuration: configuration, initialTSN: local.initialTSN, peerWindow: 0)
        receiver = Receiver(configuration: configuration, initialTSN: TSN(0))
        resets = ResetState(localInitialTSN: local.initialTSN, peerInitialTSN: TSN(0))
    }

    static func nonZero(_ random: () -> UInt32) -> UInt32 {
        let number = random()
        return number == 0 ? 1 : number
    }

    /// The streams on which messages can be sent: all offered, until the peer has said how many it has.
    public var outgoingStreamCount: UInt16 {
        min(local.outboundStreams, peer?.inboundStreams ?? .max)
    }

    /// Whether the peer can skip messages; if not, all are reliable.
    ///
    /// False before the association is up.
    public var supportsPartialReliability: Bool { peer?.supportsForwardTSN ?? false }

    /// Whether streams can be reset.
    ///
    /// False before the association is up.
    public var supportsStreamReset: Bool { peer?.supportsReconfiguration ?? false }

    /// The smoothed round trip, nil before the first measurement.
    public var roundTripTime: Duration? { sender.roundTrip.smoothed }

    var peerTag: UInt32 { peer?.tag ?? 0 }

    // MARK: Beginning and end

    /// Begins with an INIT; both sides may do so at once.
    ///
    /// Without it the association waits for the peer's.
    public func start(now: Duration) {
        guard state == .closed else { return }
        state = .cookieWait
        outbox.due.insert(.initiation)
        startInitiationTimer(now: now)
    }

    /// Ends the association once everything queued has arrived; nothing more is taken to be sent.
    public func shutdown(now: Duration) {
        switch state {
        case .closed, .cookieWait, .cookieEchoed: end(.shutdown)
        case .established:
            state = .shutdownPending
            advanceShutdown(now: now)
        case .shutdownPending, .shutdownSent, .shutdownReceived, .shutdownAckSent, .ended: break
        }
    }

    /// Ends the association at once, with an ABORT to the peer.
    public func abort(now: Duration) {
        abort(.userAbort, reason: .aborted)
    }

    func abort(_ cause: ErrorCause, reason: SCTPCloseReason, _ body: (inout [UInt8]) -> Void = { _ in }) {
        guard state != .ended else { return }
        let tag = peerTag
        end(reason)
        // Without a peer there is nobody to tell.
        guard tag != 0 else { return }
        outbox.reply(.abort, tag: tag) { cause.write(to: &$0, body) }
    }

    /// The association is over: what waits to be sent is dropped, what has come stays for the owner.
    func end(_ reason: SCTPCloseReason) {
        guard state != .ended else { return }
        state = .ended
        closeReason = reason
        timers = AssociationTimers()
        outbox.removeAll()
        sender.queue = SendQueue()
        sender.sent = SentChunks(initialTSN: local.initialTSN)
        receiver.dropIncomplete(configuration: configuration)
    }

    // MARK: Events

    /// The next event; nil if there is none.
    public func nextEvent() -> SCTPEvent? {
        if let notice = nextNotice() { return notice }
        if let entry = receiver.inbox.popFirst() {
            announceOpenedWindow()
            switch entry {
            case .message(let message): return .message(message)
            case .reset(let streams): return .incomingReset(streams)
            }
        }
        guard receiver.inbox.isEmpty, let reason = closeReason else { return nil }
        closeReason = nil
        return .closed(reason)
    }

    private func nextNotice() -> SCTPEvent? {
        if let notice = notices.popFirst() { return notice }
        guard state != .ended else { return nil }
        if let stream = sender.queue.lowStreams.popLast() { return .bufferedAmountLow(stream) }
        if hasRefused, sender.cost <= configuration.sendBuffer / 2 {
            hasRefused = false
            return .sendBufferAvailable
        }
        return nil
    }

    /// Stops or resumes the reading of messages: while it is stopped, ``nextEvent()`` returns none, and once the
    /// receive window is full the peer has to wait.
    public func setReading(paused: Bool) {
        receiver.inbox.isPaused = paused
    }

    /// Stops or resumes the reading of one stream; what has come on it is kept meanwhile, in the same receive window.
    public func setReading(paused: Bool, stream: UInt16) {
        if paused { receiver.inbox.pause(stream) } else { receiver.inbox.resume(stream) }
    }

    private func announceOpenedWindow() {
        if state.receivesData, receiver.opensWindow { outbox.due.insert(.ack) }
    }
}
