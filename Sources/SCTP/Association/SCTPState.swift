// SPDX-License-Identifier: MIT

/// The states of [RFC 9260, section 4](https://www.rfc-editor.org/rfc/rfc9260.html#section-4).
public enum SCTPState: Hashable, Sendable {
    /// Not started; an INIT of the peer is answered.
    case closed
    /// INIT is sent: INIT-ACK → `cookieEchoed`; COOKIE-ECHO → `established`.
    case cookieWait
    /// COOKIE-ECHO is sent: COOKIE-ACK or COOKIE-ECHO → `established`.
    case cookieEchoed
    /// Messages go both ways: `shutdown` → `shutdownPending`; SHUTDOWN → `shutdownReceived`.
    case established
    /// What was queued is still sent: all acknowledged → `shutdownSent`.
    case shutdownPending
    /// SHUTDOWN is sent: SHUTDOWN-ACK → `ended`; SHUTDOWN → `shutdownAckSent`.
    case shutdownSent
    /// The peer sends no more: all acknowledged → `shutdownAckSent`.
    case shutdownReceived
    /// SHUTDOWN-ACK is sent: SHUTDOWN-COMPLETE → `ended`.
    case shutdownAckSent
    /// Over, for whatever reason.
    case ended

    /// Whether DATA may come.
    var receivesData: Bool { self == .established || self == .shutdownPending || self == .shutdownSent }
    /// Whether DATA may go.
    var sendsData: Bool { self == .established || self == .shutdownPending || self == .shutdownReceived }
    /// Whether both sides know each other's tags and numbers for sure.
    var isConnected: Bool {
        switch self {
        case .closed, .cookieWait, .cookieEchoed, .ended: false
        case .established, .shutdownPending, .shutdownSent, .shutdownReceived, .shutdownAckSent: true
        }
    }
}
