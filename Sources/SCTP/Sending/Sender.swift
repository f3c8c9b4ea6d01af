// SPDX-License-Identifier: MIT

/// The sending half of an association.
struct Sender {
    /// The numbers that may be on the way, within the span that peers keep track of.
    static let maxOutstanding = 2048

    private let mtu: Int
    var queue = SendQueue()
    var sent: SentChunks
    var congestion: CongestionWindow
    var roundTrip: RoundTripEstimator
    /// The bytes that the peer has announced, less those on the way.
    var peerWindow: Int
    /// Retransmissions without an answer.
    var errorCount = 0
    /// Whether the peer has announced less than a packet.
    private var isWindowClosed = false
    private var probes: WindowProbes
    /// Whether the first packet of a fast retransmission is still to go; it need not fit into the window.
    private var retransmitsRegardless = false
    private var lastSentAt: Duration?

    init(configuration: SCTPConfiguration, initialTSN: TSN, peerWindow: UInt32) {
        mtu = configuration.mtu
        sent = SentChunks(initialTSN: initialTSN)
        congestion = CongestionWindow(mtu: configuration.mtu, peerWindow: Int(peerWindow))
        roundTrip = RoundTripEstimator(
            initial: configuration.initialTimeout,
            range: configuration.minTimeout...configuration.maxTimeout
        )
        self.peerWindow = Int(peerWindow)
        probes = WindowProbes(limit: configuration.maxTimeout)
    }

    /// What counts against the send buffer.
    var cost: Int { queue.cost + sent.byteCount }
    var isDrained: Bool { queue.isEmpty && sent.isEmpty }
    /// Whether T3 has something to watch.
    var hasOutstanding: Bool { !sent.isEmpty }

    // MARK: Acknowledgement

    /// Takes a SACK in; nil if it has nothing to say.
    mutating func acknowledge(_ ack: SelectiveAck, _ value: Span<UInt8>, now: Duration) -> SentChunks.Progress? {
        let wasFull = sent.flightSize >= congestion.size
        guard
            let progress = sent.acknowledge(ack, value, isRecovering: congestion.isRecovering, now: now)
        else { return nil }
        for stream in progress.streams { queue.acknowledged(stream) }
        if let measured = progress.roundTrip { roundTrip.measured(measured) }
        congestion.acked(
            progress.ackedBytes,
            cumulative: ack.cumulative,
            advances: progress.advances,
            wasFull: wasFull,
            isEmpty: sent.isEmpty
        )
        if progress.foundLoss {
            retransmitsRegardless = retransmitsRegardless || !congestion.isRecovering
            congestion.lost(last: sent.lastTSN)
        }
        // A closed window is an answer too, when it answers a probe (section 6.1, rule A).
        if progress.advances || progress.ackedBytes > 0 || ack.receiveWindow == 0 { errorCount = 0 }
        noteWindow(Int(ack.receiveWindow))
        return progress
    }

    private mutating func noteWindow(_ announced: Int) {
        if announced < mtu {
            isWindowClosed = true
        } else if isWindowClosed {
            probes.end()
            // What is still on the way was dropped for want of room; to wait for T3, which has backed off, would hold
            // everything up for seconds.
            isWindowClosed = false
            sent.markAllLost()
            roundTrip.endBackOff()
        }
        peerWindow = max(0, announced - sent.flightSize)
    }

    // MARK: Loss

    /// T3 has expired (RFC 9260, section 6.3.3).
    mutating func timedOut() {
        congestion.timedOut()
        roundTrip.backOff()
        let before = sent.flightSize
        sent.markAllLost()
        peerWindow += before
        retransmitsRegardless = false
    }

    /// Gives up what has reached its limits; true if there was something.
    mutating func abandonExpired(now: Duration) -> Bool {
        sent.abandonLost(now: now) { queue.abandonCurrent(tsn: $0) }
    }

    // MARK: Sending

    /// Adds DATA chunks to a packet, lost ones first.
    mutating func writeChunks(dropsExpired: Bool, now: Duration, to packet: inout [UInt8]) {
        let start = packet.count
        writeLost(now: now, to: &packet)
        writeNew(dropsExpired: dropsExpired, now: now, to: &packet)
        guard packet.count > start else { return }
        retransmitsRegardless = false
        lastSentAt = now
    }

    /// Whether there is a chunk that may go now.
    mutating func canSend(dropsExpired: Bool, now: Duration) -> Bool {
        if sent.lostCount > 0 { return sent.flightSize < congestion.size || retransmitsRegardless }
        guard sent.flightSize < congestion.size, sent.count < Self.maxOutstanding,
            let count = queue.nextFragmentCount(limit: maxPayload, now: now, drops: dropsExpired)
        else { return false }
        return hasRoom(for: count, now: now)
    }

    /// Whether the peer's window allows for so many bytes more, or a probe of it is due.
    private func hasRoom(for count: Int, now: Duration) -> Bool {
        count <= peerWindow || sent.flightSize == 0 && probes.isAllowed(at: now)
    }

    /// When the peer's window is to be probed; nil if nothing waits for that.
    func nextProbe(after now: Duration) -> Duration? {
        guard !queue.isEmpty, sent.flightSize == 0, let next = probes.next, next > now else { return nil }
        return next
    }

    private mutating func writeLost(now: Duration, to packet: inout [UInt8]) {
        while let index = sent.nextLost() {
            guard sent.flightSize < congestion.size || retransmitsRegardless else { return }
            let chunk = sent.chunks[index]
            guard fits(chunk.payload.count, in: packet) else { return }
            chunk.head.write(to: &packet, payload: chunk.payload)
            sent.retransmitted(index, now: now)
            peerWindow = max(0, peerWindow - chunk.payload.count)
        }
    }

    private mutating func writeNew(dropsExpired: Bool, now: Duration, to packet: inout [UInt8]) {
        guard sent.lostCount == 0 else { return }
        let limit = maxPayload
        while sent.count < Self.maxOutstanding,
            let count = queue.nextFragmentCount(limit: limit, now: now, drops: dropsExpired)
        {
            shrinkAfterIdleness(now: now)
            guard sent.flightSize < congestion.size else { return }
            guard hasRoom(for: count, now: now) else { return }
            guard fits(count, in: packet),
                let chunk = queue.nextFragment(limit: limit, tsn: sent.nextTSN)
            else { return }
            chunk.head.write(to: &packet, payload: chunk.payload)
            sent.append(chunk, now: now)
            if count > peerWindow { probes.sent(timeout: roundTrip.timeout, now: now) }
            peerWindow = max(0, peerWindow - count)
            lastSentAt = now
        }
    }

    private mutating func shrinkAfterIdleness(now: Duration) {
        guard sent.isEmpty, let last = lastSentAt, now - last > roundTrip.timeout else { return }
        // The window is at its least long before that many.
        congestion.wasIdle(forTimeouts: Int(min((now - last) / roundTrip.timeout, 30)))
        lastSentAt = now
    }

    /// The user data of a full DATA chunk.
    private var maxPayload: Int {
        (mtu - CommonHeader.count - DataChunk.overhead) & ~3
    }

    private func fits(_ count: Int, in packet: [UInt8]) -> Bool {
        packet.count + DataChunk.overhead + (count + 3) & ~3 <= mtu
    }
}
