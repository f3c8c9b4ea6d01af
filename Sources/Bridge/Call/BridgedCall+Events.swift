// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RealtimeEvents
internal import SCTP
internal import WebRTC

/// What the connections tell, and what becomes of the events between them.
extension BridgedCall {
    func take(_ event: PeerEvent, from side: CallSide, now: Duration) {
        switch event {
        case .connected: noteConnected(side, now: now)
        case .channel(.ended(let reason)): if state != .ended { finish(CallEnd(side, reason)) }
        case .channel(let event):
            guard state == .ended else { return channels.take(event, from: side, now: now) }
            if side == .client, lateReport != nil { tellLate(event, now: now) }
        case .ended(let reason):
            if state != .ended { finish(CallEnd(side, reason)) }
            leaveIfGone()
        case .route, .iceConnected: break
        }
    }

    private func noteConnected(_ side: CallSide, now: Duration) {
        times.connected[side] = now
        if state == .connecting, times.connected[side.other] != nil { state = .connected }
        if state != .ended { onChange?(self) }
    }

    // MARK: Events

    /// Sends an event on, or what it becomes.
    func pass(_ message: ChannelMessage, from side: CallSide, now: Duration) {
        lastEventAt = now
        let isText = message.kind == .text
        let outcome =
            switch side {
            case .client: pipeline?.fromClient(message.bytes, isText: isText, now: now - times.start)
            case .upstream: pipeline?.fromProvider(message.bytes, isText: isText, now: now - times.start)
            }
        sendOpening(now: now)
        switch outcome {
        case nil, .forward: channels.sendEvent(message, to: side.other, from: side, now: now)
        case .replace(let events): for event in events { send(event, to: side.other, from: side, now: now) }
        case .refuse(let error): send(error, to: side, from: side, now: now)
        case .end(.maximumTokens, let events):
            for event in events { send(event, to: .client, from: side, now: now) }
            finish(CallEnd(.relay, .maximumTokens), isTold: true)
        }
        guard let changes = pipeline?.turnChanges, changes != turnChanges, state != .ended else { return }
        turnChanges = changes
        onChange?(self)
    }

    /// Sends the provider what the operator has to say first, once it can be said.
    func sendOpening(now: Duration) {
        for event in pipeline?.takeOpening() ?? [] { send(event, to: .upstream, from: nil, now: now) }
    }

    private func send(_ event: [UInt8], to side: CallSide, from origin: CallSide?, now: Duration) {
        channels.sendEvent(ChannelMessage(kind: .text, bytes: event), to: side, from: origin, now: now)
    }

    func tellTooLarge(_ count: Int, now: Duration) {
        tell(
            ErrorReport(
                type: "server_error",
                code: "message_too_large",
                message: "A message of \(count) bytes was left out: it is longer than the other side takes."
            ),
            now: now
        )
    }

    private func tell(_ report: ErrorReport, now: Duration) {
        guard channels.reachesClient else { return }
        let event = pipeline?.errorEvent(report) ?? OutgoingEvent.error(report, eventID: makeEventID())
        send(event, to: .client, from: nil, now: now)
    }

    // MARK: The end

    /// Ends the call for a reason of the relay's, or a request.
    public func hangUp(_ end: CallEnd) {
        finish(end)
    }

    /// Ends the call: the client is told on its events channel, unless it has been told already, then both connections
    /// are closed.
    func finish(_ end: CallEnd, isTold: Bool = false) {
        guard state != .ended else { return }
        let now = legs.now
        state = .ended
        self.end = end
        times.ended = now
        stopTimer()
        pipeline?.close(now: now - times.start)
        if !isTold, let report = end.report(hindrance: legs[.upstream]?.hindrance) { tellOrWait(report, now: now) }
        close(.upstream)
        if lateReport == nil { close(.client) }
        onChange?(self)
        leaveIfGone()
    }

    private func close(_ side: CallSide) {
        legs.act(side) { peer, now in peer.close(within: Self.closingLimit, now: now) }
    }

    /// Tells why the call is over, at once or, if the client is only just connecting, as soon as it can hear it.
    private func tellOrWait(_ report: ErrorReport, now: Duration) {
        if isClientListening { return tell(report, now: now) }
        guard legs.states.client != .ended, legs[.client]?.channels != nil, id != nil else { return }
        lateReport = report
        waitForClient()
    }

    private var isClientListening: Bool {
        channels.reachesClient && legs[.client]?.channels?.association.state == .established
    }

    private func tellLate(_ event: DataChannelEvent, now: Duration) {
        channels.take(event, from: .client, now: now)
        guard isClientListening, let report = lateReport else { return }
        tell(report, now: now)
        stopWaiting()
    }

    /// Closes the client's connection, whether it could be told or not.
    func stopWaiting() {
        guard lateReport != nil else { return }
        lateReport = nil
        stopTimer()
        close(.client)
    }

    private func leaveIfGone() {
        guard state == .ended, legs.areEnded, let onGone else { return }
        self.onGone = nil
        onGone(self)
    }
}
