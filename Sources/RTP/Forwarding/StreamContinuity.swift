// SPDX-License-Identifier: MIT

/// Makes one unbroken row of sequence numbers and timestamps out of sources that change and begin anew.
///
/// No outgoing number is given twice: with one key, SRTP must never protect two packets of the same number
/// ([RFC 3711, section 9.1](https://www.rfc-editor.org/rfc/rfc3711.html#section-9.1)).
struct StreamContinuity: Sendable {
    /// How long packets of the source before still count as late rather than as a change back.
    static let lateSourcePeriod: Duration = .milliseconds(500)

    enum Verdict: Hashable {
        /// The packet goes on; `isFirst` for the first one of a source.
        case place(sequenceNumber: UInt16, timestamp: UInt32, isFirst: Bool)
        case drop(DropReason)
    }

    private struct Source {
        var ssrc: UInt32

        /// The newest packet: its number as it came, and as it went.
        var newestIncoming: UInt16
        var newestOutgoing: UInt64

        /// The first outgoing number of the source.
        let firstOutgoing: UInt64

        /// Which of the newest 128 numbers have been given; bit 0 is the newest.
        var given: UInt128 = 1
        var suspected: UInt16?
        let timestampOffset: UInt32

        /// The newest packet's timestamp as it went, and when it came.
        var newestTimestamp: UInt32
        var newestArrival: Duration
    }

    private let firstNumber: UInt16
    private let firstTimestamp: UInt32
    private var source: Source?
    private var sourceBefore: (ssrc: UInt32, until: Duration)?

    init(firstNumber: UInt16, firstTimestamp: UInt32) {
        self.firstNumber = firstNumber
        self.firstTimestamp = firstTimestamp
    }

    mutating func place(_ header: RTPHeader, clockRate: Int, now: Duration) -> Verdict {
        guard var current = source else {
            return begin(header, number: UInt64(firstNumber), timestamp: firstTimestamp, now: now)
        }
        guard header.ssrc == current.ssrc else {
            if let before = sourceBefore, before.ssrc == header.ssrc, now < before.until { return .drop(.late) }
            sourceBefore = (current.ssrc, now + Self.lateSourcePeriod)
            return follow(current, with: header, clockRate: clockRate, now: now)
        }
        let step = header.sequenceNumber &- current.newestIncoming
        if step == 0 { return .drop(.duplicate) }
        if step < SequenceTracker.maxDropout {
            current.given <<= UInt128(step)
            current.given |= 1
            current.newestIncoming = header.sequenceNumber
            current.newestOutgoing += UInt64(step)
            current.suspected = nil
            current.newestTimestamp = header.timestamp &+ current.timestampOffset
            current.newestArrival = now
            source = current
            return .place(
                sequenceNumber: UInt16(truncatingIfNeeded: current.newestOutgoing),
                timestamp: current.newestTimestamp,
                isFirst: false
            )
        }
        let behind = 0 &- step
        if behind <= SequenceTracker.maxMisorder { return placeBehind(by: behind, header) }
        guard header.sequenceNumber == current.suspected else {
            source?.suspected = header.sequenceNumber &+ 1
            return .drop(.suspect)
        }
        return follow(current, with: header, clockRate: clockRate, now: now)
    }

    private mutating func placeBehind(by behind: UInt16, _ header: RTPHeader) -> Verdict {
        guard let current = source, current.newestOutgoing >= current.firstOutgoing + UInt64(behind) else {
            return .drop(.late)
        }
        let bit = UInt128(1) << UInt128(behind)
        guard current.given & bit == 0 else { return .drop(.duplicate) }
        source?.given |= bit
        return .place(
            sequenceNumber: UInt16(truncatingIfNeeded: current.newestOutgoing - UInt64(behind)),
            timestamp: header.timestamp &+ current.timestampOffset,
            isFirst: false
        )
    }

    /// Goes on behind the newest packet; the timestamp moves on by the time that has passed.
    private mutating func follow(
        _ current: Source,
        with header: RTPHeader,
        clockRate: Int,
        now: Duration
    ) -> Verdict {
        let ticks = max(1, (now - current.newestArrival).ticks(of: clockRate))
        return begin(
            header,
            number: current.newestOutgoing + 1,
            timestamp: current.newestTimestamp &+ UInt32(truncatingIfNeeded: ticks),
            now: now
        )
    }

    private mutating func begin(_ header: RTPHeader, number: UInt64, timestamp: UInt32, now: Duration) -> Verdict {
        source = Source(
            ssrc: header.ssrc,
            newestIncoming: header.sequenceNumber,
            newestOutgoing: number,
            firstOutgoing: number,
            timestampOffset: timestamp &- header.timestamp,
            newestTimestamp: timestamp,
            newestArrival: now
        )
        return .place(sequenceNumber: UInt16(truncatingIfNeeded: number), timestamp: timestamp, isFirst: true)
    }
}
