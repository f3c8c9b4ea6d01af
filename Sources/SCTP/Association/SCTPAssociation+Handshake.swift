// SPDX-License-Identifier: MIT

/// Setting up, also when both sides begin at once:
/// [RFC 9260, sections 5.1 and 5.2](https://www.rfc-editor.org/rfc/rfc9260.html#section-5.1).
extension SCTPAssociation {
    func startInitiationTimer(now: Duration) {
        timers.initiation = now + sender.roundTrip.timeout
    }

    // MARK: INIT

    func handleInitiation(_ value: Span<UInt8>, now: Duration) {
        guard let peer = Initiation(value: value) else { return }
        switch state {
        case .ended: return
        case .shutdownAckSent: outbox.due.insert(.shutdownAck)
        case .closed, .cookieWait: answer(peer, from: local, tieTag: 0, tiePeerTag: 0, now: now)
        case .cookieEchoed: answer(peer, from: local, tieTag: local.tag, tiePeerTag: peerTag, now: now)
        case .established, .shutdownPending, .shutdownSent, .shutdownReceived:
            // The association stays as it is until a cookie proves that the peer has begun anew (section 5.2.2).
            var other = local
            other.tag = Self.nonZero(random)
            other.initialTSN = TSN(random())
            answer(peer, from: other, tieTag: local.tag, tiePeerTag: peerTag, now: now)
        }
    }

    private func answer(_ peer: Initiation, from own: Initiation, tieTag: UInt32, tiePeerTag: UInt32, now: Duration) {
        let cookie = StateCookie(
            madeAt: Self.milliseconds(now),
            localTag: own.tag,
            localInitialTSN: own.initialTSN,
            peer: peer,
            tieLocalTag: tieTag,
            tiePeerTag: tiePeerTag
        )
        var own = own
        own.cookie = cookie.signed(by: sign)
        var chunks: [UInt8] = []
        own.write(.initiationAck, unrecognized: peer.unrecognized, to: &chunks)
        outbox.append(Outbox.Reply(tag: peer.tag, chunks: chunks, isAlone: true))
    }

    static func milliseconds(_ time: Duration) -> UInt64 {
        let parts = time.components
        return UInt64(clamping: parts.seconds) &* 1000 &+ UInt64(clamping: parts.attoseconds / 1_000_000_000_000_000)
    }

    // MARK: INIT-ACK

    func handleInitiationAck(_ value: Span<UInt8>, now: Duration) {
        guard state == .cookieWait, let peer = Initiation(value: value), !peer.cookie.isEmpty else { return }
        adopt(peer)
        cookie = peer.cookie
        unrecognized = peer.unrecognized
        state = .cookieEchoed
        sender.errorCount = 0
        outbox.due.remove(.initiation)
        outbox.due.insert(.cookieEcho)
        startInitiationTimer(now: now)
    }

    func writeCookieEcho(to packet: inout [UInt8]) {
        guard outbox.due.remove(.cookieEcho) != nil else { return }
        ChunkWriter.write(.cookieEcho, to: &packet) { $0 += cookie }
        guard !unrecognized.isEmpty, packet.count + unrecognized.count + 8 <= configuration.mtu else { return }
        ChunkWriter.write(.error, to: &packet) { packet in
            ErrorCause.unrecognizedParameters.write(to: &packet) { $0 += unrecognized }
        }
        unrecognized = []
    }

    /// Begins with the peer's numbers; what was queued before stays.
    private func adopt(_ peer: Initiation) {
        let queue = sender.queue
        let roundTrip = sender.roundTrip
        self.peer = peer
        sender = Sender(
            configuration: configuration,
            initialTSN: local.initialTSN,
            peerWindow: peer.receiveWindow
        )
        sender.queue = queue
        sender.roundTrip = roundTrip
        receiver.begin(configuration: configuration, initialTSN: peer.initialTSN)
        resets = ResetState(localInitialTSN: local.initialTSN, peerInitialTSN: peer.initialTSN)
    }

    // MARK: COOKIE-ECHO

    /// The packet's verification tag has to be that of the cookie.
    func handleCookieEcho(_ value: Span<UInt8>, tag: UInt32, now: Duration) {
        guard state != .ended, let cookie = StateCookie(value, signedBy: sign), cookie.localTag == tag else { return }
        let knowsLocal = cookie.localTag == local.tag
        let knowsPeer = peer?.tag == cookie.peer.tag
        if !(knowsLocal && knowsPeer), isStale(cookie, now: now) {
            reportStale(cookie, now: now)
            return
        }
        switch (knowsLocal, knowsPeer) {
        case (true, true): acceptCookie(now: now)
        case (true, false): acceptCookie(adopting: cookie.peer, now: now)
        case (false, false): handleRestart(cookie)
        // Late, from an association that was given up (section 5.2.4, case C).
        case (false, true): break
        }
    }

    /// The tags are those in use: a cookie come again, or the peer's own begin (case D).
    private func acceptCookie(now: Duration) {
        if state == .shutdownAckSent { return }
        outbox.reply(.cookieAck, tag: peerTag)
        if state == .cookieEchoed { establish(now: now) }
    }

    /// The first cookie, or that of a peer that has begun at the same time (case B).
    private func acceptCookie(adopting peer: Initiation, now: Duration) {
        switch state {
        case .closed, .cookieWait, .cookieEchoed:
            adopt(peer)
            outbox.reply(.cookieAck, tag: peer.tag)
            establish(now: now)
        case .established, .shutdownPending, .shutdownSent, .shutdownReceived, .shutdownAckSent, .ended: break
        }
    }

    /// The peer has lost its state (case A).
    ///
    /// Its data channels are gone, and so is the use of this association.
    private func handleRestart(_ cookie: StateCookie) {
        guard state.isConnected, cookie.tieLocalTag == local.tag, cookie.tiePeerTag == peerTag else { return }
        if state == .shutdownAckSent {
            outbox.due.insert(.shutdownAck)
            outbox.reply(.error, tag: peerTag) { ErrorCause.cookieWhileShuttingDown.write(to: &$0) }
            return
        }
        end(.peerRestarted)
        outbox.reply(.abort, tag: cookie.peer.tag) { ErrorCause.userAbort.write(to: &$0) }
    }

    private func isStale(_ cookie: StateCookie, now: Duration) -> Bool {
        let age = Int64(clamping: Self.milliseconds(now)) - Int64(clamping: cookie.madeAt)
        return .milliseconds(age) > configuration.cookieLifetime
    }

    private func reportStale(_ cookie: StateCookie, now: Duration) {
        let age = Self.milliseconds(now) &- cookie.madeAt
        let lifetime = Self.milliseconds(configuration.cookieLifetime)
        let staleness = UInt32(clamping: age > lifetime ? (age - lifetime).multipliedReportingOverflow(by: 1000).0 : 0)
        outbox.reply(.error, tag: cookie.peer.tag, isAlone: true) { packet in
            ErrorCause.staleCookie.write(to: &packet) { $0.append(staleness) }
        }
    }

    // MARK: COOKIE-ACK

    func handleCookieAck(now: Duration) {
        if state == .cookieEchoed { establish(now: now) }
    }

    /// The cookie was too old: begin again (section 5.2.6).
    func handleStaleCookie(now: Duration) {
        guard state == .cookieEchoed else { return }
        state = .cookieWait
        peer = nil
        outbox.due.remove(.cookieEcho)
        outbox.due.insert(.initiation)
        countInitiationFailure(now: now)
    }

    private func establish(now: Duration) {
        state = .established
        cookie = []
        timers.initiation = nil
        outbox.due.subtract([.initiation, .cookieEcho])
        sender.errorCount = 0
        sender.roundTrip = RoundTripEstimator(
            initial: configuration.initialTimeout,
            range: configuration.minTimeout...configuration.maxTimeout
        )
        sender.queue.forgetStreams(from: outgoingStreamCount)
        postponeHeartbeat(now: now)
        notices.append(.connected)
        sendWantedResets(now: now)
    }

    /// T1 has expired, or the peer wants another beginning.
    func countInitiationFailure(now: Duration) {
        sender.errorCount += 1
        guard sender.errorCount <= configuration.maxInitRetransmissions else {
            end(.timedOut)
            return
        }
        startInitiationTimer(now: now)
    }

    func initiationTimedOut(now: Duration) {
        sender.roundTrip.backOff()
        outbox.due.insert(state == .cookieWait ? .initiation : .cookieEcho)
        countInitiationFailure(now: now)
    }
}
