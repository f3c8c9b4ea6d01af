// SPDX-License-Identifier: MIT

extension SCTPAssociation {
    /// When ``handleTimeout(now:)`` is to be called next; nil if nothing is waited for.
    public var nextTimeout: Duration? { timers.next }

    /// Does what has become due.
    ///
    /// Early calls are harmless.
    public func handleTimeout(now: Duration) {
        if isDue(\.ack, now) { outbox.due.insert(.ack) }
        if isDue(\.initiation, now) { initiationTimedOut(now: now) }
        if isDue(\.retransmission, now) { retransmissionTimedOut(now: now) }
        // The packet that goes next is the probe.
        _ = isDue(\.probe, now)
        if isDue(\.reset, now) { resetTimedOut(now: now) }
        if isDue(\.heartbeat, now) { heartbeatTimedOut(now: now) }
        if isDue(\.shutdown, now) { shutdownTimedOut(now: now) }
        if isDue(\.shutdownGuard, now) { abort(.userAbort, reason: .timedOut) }
    }

    /// Whether the timer has expired; it is stopped then.
    private func isDue(_ timer: WritableKeyPath<AssociationTimers, Duration?>, _ now: Duration) -> Bool {
        guard let time = timers[keyPath: timer], time <= now else { return false }
        timers[keyPath: timer] = nil
        return true
    }

    func startRetransmissionTimer(now: Duration) {
        timers.retransmission = now + sender.roundTrip.timeout
    }

    /// One more retransmission without an answer; false if it was one too many.
    func countFailure() -> Bool {
        sender.errorCount += 1
        guard sender.errorCount > configuration.maxRetransmissions else { return true }
        abort(.userAbort, reason: .timedOut)
        return false
    }

    private func retransmissionTimedOut(now: Duration) {
        guard state.sendsData, sender.hasOutstanding, countFailure() else { return }
        sender.timedOut()
        abandonExpired(now: now)
        startRetransmissionTimer(now: now)
    }
}
