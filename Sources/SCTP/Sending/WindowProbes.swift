// SPDX-License-Identifier: MIT

/// When packets may go that the peer's window has no room for,
/// [RFC 9260, section 6.1](https://www.rfc-editor.org/rfc/rfc9260.html#section-6.1), rule A.
///
/// One at a time finds out whether an announcement of room was lost. Peers that take it in spite of their window
/// acknowledge it within a round trip; so the next has to wait for a timeout, the one after it for two, and so on.
struct WindowProbes {
    /// The longest wait.
    private let limit: Duration
    /// When the next may go; nil before the first.
    private(set) var next: Duration?
    private var wait = Duration.zero

    init(limit: Duration) {
        self.limit = limit
    }

    func isAllowed(at now: Duration) -> Bool {
        next.map { $0 <= now } ?? true
    }

    /// One has gone; `timeout` is that of retransmissions.
    mutating func sent(timeout: Duration, now: Duration) {
        wait = min(next == nil ? timeout : wait * 2, limit)
        next = now + wait
    }

    /// The window is open.
    mutating func end() {
        next = nil
    }
}
