// SPDX-License-Identifier: MIT

/// The graceful end, [RFC 9260, section 9.2](https://www.rfc-editor.org/rfc/rfc9260.html#section-9.2).
extension SCTPAssociation {
    /// The whole of a shutdown takes so many of the greatest timeouts at most.
    private static let guardTimeouts = 5

    /// Goes on when everything queued has been acknowledged.
    func advanceShutdown(now: Duration) {
        guard sender.isDrained else { return }
        switch state {
        case .shutdownPending: send(.shutdown, in: .shutdownSent, now: now)
        case .shutdownReceived: send(.shutdownAck, in: .shutdownAckSent, now: now)
        case .closed, .cookieWait, .cookieEchoed, .established, .shutdownSent, .shutdownAckSent, .ended: break
        }
    }

    private func send(_ chunk: Outbox.Due, in next: SCTPState, now: Duration) {
        state = next
        outbox.due.insert(chunk)
        timers.shutdown = now + sender.roundTrip.timeout
        timers.shutdownGuard = timers.shutdownGuard ?? now + configuration.maxTimeout * Self.guardTimeouts
        timers.retransmission = nil
        timers.heartbeat = nil
    }

    func handleShutdown(_ value: Span<UInt8>, now: Duration) {
        guard value.count >= 4 else { return }
        switch state {
        case .established, .shutdownPending:
            state = .shutdownReceived
            timers.ack = nil
            outbox.due.remove(.ack)
            acknowledge(upTo: TSN(value.uint32(at: 0)), now: now)
        case .shutdownReceived: acknowledge(upTo: TSN(value.uint32(at: 0)), now: now)
        case .shutdownSent: send(.shutdownAck, in: .shutdownAckSent, now: now)
        case .shutdownAckSent: outbox.due.insert(.shutdownAck)
        case .closed, .cookieWait, .cookieEchoed, .ended: break
        }
    }

    /// A SHUTDOWN acknowledges like a SACK without gaps.
    private func acknowledge(upTo cumulative: TSN, now: Duration) {
        var value: [UInt8] = []
        value.append(cumulative.value)
        value.append(UInt32(clamping: sender.peerWindow + sender.sent.flightSize))
        value.append(UInt32(0))
        if let ack = SelectiveAck(value: value.span) { acknowledge(ack, value.span, now: now) }
        advanceShutdown(now: now)
    }

    func handleShutdownAck() {
        switch state {
        case .shutdownSent, .shutdownAckSent:
            let tag = peerTag
            end(.shutdown)
            outbox.reply(.shutdownComplete, tag: tag)
        case .closed, .cookieWait, .cookieEchoed, .established, .shutdownPending, .shutdownReceived, .ended: break
        }
    }

    /// The peer has not got our SHUTDOWN-COMPLETE, or means an association before this one (section 8.5.1, rule E).
    func handleUnexpectedShutdownAck(tag: UInt32) {
        outbox.reply(.shutdownComplete, flags: 1, tag: tag, isAlone: true)
    }

    func handleShutdownComplete() {
        if state == .shutdownAckSent { end(.shutdown) }
    }

    func shutdownTimedOut(now: Duration) {
        guard state == .shutdownSent || state == .shutdownAckSent, countFailure() else { return }
        sender.roundTrip.backOff()
        outbox.due.insert(state == .shutdownSent ? .shutdown : .shutdownAck)
        timers.shutdown = now + sender.roundTrip.timeout
    }
}
