// SPDX-License-Identifier: MIT

/// When each timer expires; nil for those that do not run.
struct AssociationTimers {
    /// T1: INIT and COOKIE-ECHO.
    var initiation: Duration?
    /// T2: SHUTDOWN and SHUTDOWN-ACK.
    var shutdown: Duration?
    /// T3: DATA and FORWARD-TSN.
    var retransmission: Duration?
    /// A probe of the peer's closed window.
    var probe: Duration?
    /// T5: the whole of the shutdown.
    var shutdownGuard: Duration?
    var ack: Duration?
    var heartbeat: Duration?
    var reset: Duration?

    var next: Duration? {
        var next = earlier(initiation, shutdown)
        next = earlier(next, retransmission)
        next = earlier(next, probe)
        next = earlier(next, shutdownGuard)
        next = earlier(next, ack)
        next = earlier(next, heartbeat)
        return earlier(next, reset)
    }

    private func earlier(_ left: Duration?, _ right: Duration?) -> Duration? {
        guard let left else { return right }
        guard let right else { return left }
        return min(left, right)
    }
}
