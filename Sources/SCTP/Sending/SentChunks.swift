// SPDX-License-Identifier: MIT

/// The fragments on the way, in order of their numbers.
struct SentChunks {
    /// A loss is taken for certain with this many reports
    /// ([RFC 9260, section 7.2.4](https://www.rfc-editor.org/rfc/rfc9260.html#section-7.2.4)).
    private static let missLimit = 3

    private(set) var chunks = FIFO<SentChunk>()
    /// The highest number that the peer has acknowledged with all before it.
    private(set) var cumulative: TSN
    /// Bytes in the state `sent`.
    private(set) var flightSize = 0
    /// Bytes that are not acknowledged.
    private(set) var byteCount = 0
    private(set) var lostCount = 0
    private var ackedCount = 0
    /// No chunk before this index is lost.
    private var firstLost = 0

    init(initialTSN: TSN) {
        cumulative = initialTSN.previous
    }

    var isEmpty: Bool { chunks.isEmpty }
    var count: Int { chunks.count }
    var nextTSN: TSN { cumulative + (chunks.count + 1) }
    var lastTSN: TSN { cumulative + chunks.count }
    /// Whether a FORWARD-TSN would move the peer.
    var hasAbandonedFirst: Bool { chunks.first?.state == .abandoned }

    mutating func append(_ chunk: SentChunk, now: Duration) {
        var chunk = chunk
        chunk.transmissions = 1
        chunk.sentAt = now
        if chunk.state == .sent {
            flightSize += chunk.payload.count
            byteCount += chunk.payload.count
        }
        chunks.append(chunk)
    }

    // MARK: Acknowledgement

    /// What a SACK has brought.
    struct Progress {
        var ackedBytes = 0
        var advances = false
        /// The streams of the fragments that are done with, one entry for each.
        var streams: [UInt16] = []
        var roundTrip: Duration?
        /// Fragments were found lost by repeated reports.
        var foundLoss = false
    }

    /// Takes a SACK in; nil if it is old or acknowledges what was never sent.
    mutating func acknowledge(
        _ ack: SelectiveAck,
        _ value: Span<UInt8>,
        isRecovering: Bool,
        now: Duration
    ) -> Progress? {
        let advance = Int(Int32(truncatingIfNeeded: ack.cumulative.value &- cumulative.value))
        guard advance >= 0, advance <= chunks.count else { return nil }
        for index in 0..<ack.gapBlockCount where advance + ack.gapBlock(index, in: value).end > chunks.count {
            return nil
        }
        var progress = Progress()
        progress.advances = advance > 0
        for _ in 0..<advance { popFirst(&progress, now: now) }
        cumulative = ack.cumulative
        firstLost = max(0, firstLost - advance)
        if ack.gapBlockCount > 0 || ackedCount > 0 {
            let highest = applyGaps(ack, value, &progress, now: now)
            countMisses(below: isRecovering && advance > 0 ? lastMissing(ack, value) : highest, &progress)
        }
        return progress
    }

    private mutating func popFirst(_ progress: inout Progress, now: Duration) {
        guard let chunk = chunks.popFirst() else { return }
        progress.streams.append(chunk.head.stream)
        switch chunk.state {
        case .sent: flightSize -= chunk.payload.count
        case .lost: lostCount -= 1
        case .acked:
            ackedCount -= 1
            return
        case .abandoned: return
        }
        byteCount -= chunk.payload.count
        noteAcked(chunk, &progress, now: now)
    }

    private func noteAcked(_ chunk: SentChunk, _ progress: inout Progress, now: Duration) {
        progress.ackedBytes += chunk.payload.count
        // Karn's rule: what was sent twice measures nothing.
        if chunk.transmissions == 1 { progress.roundTrip = now - chunk.sentAt }
    }

    /// Marks what the blocks report and unmarks what they no longer do; returns the index behind the highest that is
    /// newly acknowledged.
    private mutating func applyGaps(
        _ ack: SelectiveAck,
        _ value: Span<UInt8>,
        _ progress: inout Progress,
        now: Duration
    ) -> Int {
        var highest = 0
        var index = 0
        for block in 0..<ack.gapBlockCount {
            let (start, end) = ack.gapBlock(block, in: value)
            while index < start - 1 {
                unmark(index)
                index += 1
            }
            index = max(index, start - 1)
            while index < end {
                if mark(index, &progress, now: now) { highest = index + 1 }
                index += 1
            }
        }
        while index < chunks.count, ackedCount > 0 {
            unmark(index)
            index += 1
        }
        return highest
    }

    private mutating func mark(_ index: Int, _ progress: inout Progress, now: Duration) -> Bool {
        let chunk = chunks[index]
        switch chunk.state {
        case .acked, .abandoned: return false
        case .sent: flightSize -= chunk.payload.count
        case .lost: lostCount -= 1
        }
        chunks[index].state = .acked
        ackedCount += 1
        byteCount -= chunk.payload.count
        noteAcked(chunk, &progress, now: now)
        return true
    }

    /// The peer has taken an acknowledgement back (section 6.2.1, rule iv).
    private mutating func unmark(_ index: Int) {
        guard chunks[index].state == .acked else { return }
        ackedCount -= 1
        let count = chunks[index].payload.count
        byteCount += count
        flightSize += count
        chunks[index].state = .sent
    }

    private func lastMissing(_ ack: SelectiveAck, _ value: Span<UInt8>) -> Int {
        ack.gapBlockCount > 0 ? ack.gapBlock(ack.gapBlockCount - 1, in: value).end : 0
    }

    private mutating func countMisses(below end: Int, _ progress: inout Progress) {
        guard end > 0 else { return }
        for index in 0..<end where chunks[index].state == .sent && !chunks[index].wasFastRetransmitted {
            chunks[index].misses += 1
            guard chunks[index].misses >= Self.missLimit else { continue }
            chunks[index].wasFastRetransmitted = true
            markLost(index)
            progress.foundLoss = true
        }
    }

    // MARK: Loss

    private mutating func markLost(_ index: Int) {
        flightSize -= chunks[index].payload.count
        chunks[index].state = .lost
        lostCount += 1
        firstLost = min(firstLost, index)
    }

    /// Takes everything on the way to be lost.
    mutating func markAllLost() {
        for index in 0..<chunks.count where chunks[index].state == .sent {
            chunks[index].misses = 0
            chunks[index].wasFastRetransmitted = false
            markLost(index)
        }
    }

    /// The index of the first chunk that is to be sent again.
    mutating func nextLost() -> Int? {
        guard lostCount > 0 else { return nil }
        while firstLost < chunks.count, chunks[firstLost].state != .lost { firstLost += 1 }
        return firstLost < chunks.count ? firstLost : nil
    }

    /// Counts the chunk as on the way again.
    mutating func retransmitted(_ index: Int, now: Duration) {
        chunks[index].state = .sent
        chunks[index].transmissions += 1
        chunks[index].sentAt = now
        chunks[index].misses = 0
        lostCount -= 1
        flightSize += chunks[index].payload.count
    }

    // MARK: Abandonment

    /// Gives up the lost fragments whose limits are reached, with their messages; true if there were any.
    ///
    /// `abandonRest` is called when a message's last fragment has not been sent; it returns a head to stand in for it.
    mutating func abandonLost(now: Duration, abandonRest: (TSN) -> DataChunk?) -> Bool {
        guard lostCount > 0 else { return false }
        var found = false
        for index in 0..<chunks.count where chunks[index].state == .lost {
            let chunk = chunks[index]
            guard chunk.transmissions >= chunk.limit.transmissions || chunk.limit.isExpired(at: now) else { continue }
            abandonMessage(at: index, abandonRest: abandonRest)
            found = true
        }
        return found
    }

    private mutating func abandonMessage(at index: Int, abandonRest: (TSN) -> DataChunk?) {
        var first = index
        while first > 0, !chunks[first].head.flags.contains(.beginning) { first -= 1 }
        var last = index
        while !chunks[last].head.flags.contains(.end) {
            if last + 1 < chunks.count {
                last += 1
            } else if let rest = abandonRest(nextTSN) {
                // The peer may have everything that was sent: only a number that it lacks makes it give up the message.
                chunks.append(SentChunk(head: rest, payload: [], limit: .none, state: .abandoned))
                last += 1
            } else {
                break
            }
        }
        for index in first...last { abandon(index) }
    }

    private mutating func abandon(_ index: Int) {
        let count = chunks[index].payload.count
        switch chunks[index].state {
        case .abandoned: return
        case .acked: ackedCount -= 1
        case .lost:
            lostCount -= 1
            byteCount -= count
        case .sent:
            flightSize -= count
            byteCount -= count
        }
        chunks[index].state = .abandoned
        chunks[index].payload = []
    }

    /// What a FORWARD-TSN would say: the last of the numbers given up at the front, and the ordered messages among
    /// them, as many as fit.
    func forwardPoint(limit: Int) -> (cumulative: TSN, skips: [ForwardTSNChunk.Skip]) {
        var point = cumulative
        var skips: [ForwardTSNChunk.Skip] = []
        for index in 0..<chunks.count {
            let chunk = chunks[index]
            guard chunk.state == .abandoned else { break }
            if !chunk.head.isUnordered {
                let skip = ForwardTSNChunk.Skip(stream: chunk.head.stream, sequence: chunk.head.sequence)
                if let known = skips.firstIndex(where: { $0.stream == skip.stream }) {
                    skips[known] = skip
                } else if skips.count < limit {
                    skips.append(skip)
                } else {
                    break
                }
            }
            point = chunk.head.tsn
        }
        return (point, skips)
    }
}
