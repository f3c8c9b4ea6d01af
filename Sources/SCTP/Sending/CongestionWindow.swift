// SPDX-License-Identifier: MIT

/// How many bytes may be on the way, [RFC 9260, section 7.2](https://www.rfc-editor.org/rfc/rfc9260.html#section-7.2).
struct CongestionWindow {
    private let mtu: Int
    /// `cwnd`, in bytes of user data.
    private(set) var size: Int
    /// `ssthresh`.
    private(set) var threshold: Int
    private var partiallyAcked = 0
    /// The number that ends the fast recovery under way.
    private(set) var recoveryExit: TSN?

    /// A window never grows beyond this; it keeps the sums far from overflow.
    private static let maxSize = 1 << 30

    init(mtu: Int, peerWindow: Int) {
        self.mtu = mtu
        size = min(4 * mtu, max(2 * mtu, 4404))
        threshold = max(peerWindow, size)
    }

    var isRecovering: Bool { recoveryExit != nil }

    /// A SACK has come: grows the window if it was used up, and leaves fast recovery at its end.
    mutating func acked(_ byteCount: Int, cumulative: TSN, advances: Bool, wasFull: Bool, isEmpty: Bool) {
        defer { if isEmpty { partiallyAcked = 0 } }
        if let exit = recoveryExit {
            if cumulative >= exit { recoveryExit = nil }
            return
        }
        guard advances else { return }
        if size <= threshold {
            if wasFull { size = min(size + min(byteCount, mtu), Self.maxSize) }
            return
        }
        partiallyAcked += byteCount
        guard partiallyAcked >= size else { return }
        if wasFull {
            partiallyAcked -= size
            size = min(size + mtu, Self.maxSize)
        } else {
            partiallyAcked = size
        }
    }

    /// Chunks were reported missing (section 7.2.4).
    ///
    /// `last` is the highest number on the way.
    mutating func lost(last: TSN) {
        guard recoveryExit == nil else { return }
        threshold = max(size / 2, 4 * mtu)
        size = threshold
        partiallyAcked = 0
        recoveryExit = last
    }

    /// The retransmission timer has expired (section 7.2.3).
    mutating func timedOut() {
        threshold = max(size / 2, 4 * mtu)
        size = mtu
        partiallyAcked = 0
        recoveryExit = nil
    }

    /// Nothing was sent for a number of timeouts (section 7.2.1).
    mutating func wasIdle(forTimeouts count: Int) {
        for _ in 0..<count { size = min(size, max(size / 2, 4 * mtu)) }
    }
}
