// SPDX-License-Identifier: MIT

/// What is known of one source that packets come from.
///
/// [RFC 3550, section 6.4](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.4).
public struct RTPReceiver: Sendable {
    /// The source.
    public let ssrc: UInt32

    /// The rate of the codec's clock, in Hz.
    public let clockRate: Int

    /// Packets that came, without those of the probation and suspect ones.
    public private(set) var packets: UInt64 = 0

    /// Bytes of payload that came.
    public private(set) var bytes: UInt64 = 0

    /// Packets whose number was far from all others.
    public private(set) var suspectPackets: UInt64 = 0

    private var sequence: SequenceTracker
    private var gaps: NACKGenerator?
    private var jitterEstimator = JitterEstimator()
    private var expectedBefore: UInt32 = 0
    private var receivedBefore: UInt64 = 0
    private var lastSenderReport: (time: NTPTime, arrival: Duration)?

    /// Begins without a packet.
    ///
    /// - Parameters:
    ///   - ssrc: The source.
    ///   - clockRate: The rate of the codec's clock, in Hz, above 0.
    ///   - probationPackets: See ``SequenceTracker/probationPackets``.
    public init(ssrc: UInt32, clockRate: Int, probationPackets: Int = 2) {
        ClockRate.check(clockRate)
        self.ssrc = ssrc
        self.clockRate = clockRate
        sequence = SequenceTracker(probationPackets: probationPackets)
    }

    /// Takes the next packet of the source in the order of arrival.
    ///
    /// - Parameters:
    ///   - header: Its header.
    ///   - now: When it came.
    ///   - measuresJitter: False for telephone events, whose timestamps stand still, and for packets with another
    ///     clock rate.
    ///   - asksForLost: Whether what is missing may be asked for; see ``makeRequest(sender:now:interval:)``.
    /// - Returns: What the sequence number says.
    @discardableResult
    public mutating func receive(
        _ header: RTPHeader,
        now: Duration,
        measuresJitter: Bool = true,
        asksForLost: Bool = false
    ) -> SequenceTracker.Verdict {
        let verdict = sequence.receive(header.sequenceNumber)
        if asksForLost {
            if gaps == nil { gaps = NACKGenerator() }
            gaps?.receive(header.sequenceNumber, verdict: verdict, now: now)
        }
        switch verdict {
        case .probation: return verdict
        case .suspect:
            suspectPackets += 1
            return verdict
        case .newest(let isRestart):
            if isRestart {
                expectedBefore = 0
                receivedBefore = 0
                jitterEstimator.restart()
            }
        case .behind: break
        }
        packets += 1
        bytes += UInt64(header.payload.count)
        if measuresJitter { jitterEstimator.receive(timestamp: header.timestamp, arrival: now.ticks(of: clockRate)) }
        return verdict
    }

    /// Takes the time of a sender report of the source.
    public mutating func receive(_ report: SenderReport, now: Duration) {
        guard report.ssrc == ssrc else { return }
        lastSenderReport = (report.time, now)
    }

    /// Whether packets are missing that may be asked for.
    public var hasGaps: Bool { gaps?.isEmpty == false }

    /// Asks for the missing packets for which it is time.
    ///
    /// - Parameters:
    ///   - sender: The SSRC of the local side.
    ///   - now: The time.
    ///   - interval: See ``NACKGenerator/makeRequest(sender:source:now:interval:)``.
    /// - Returns: The packets to ask for now; nil for none.
    public mutating func makeRequest(sender: UInt32, now: Duration, interval: Duration) -> NACK? {
        guard let due = gaps?.due, due <= now else { return nil }
        return gaps?.makeRequest(sender: sender, source: ssrc, now: now, interval: interval)
    }

    /// Whether enough packets came to report on the source.
    public var isValid: Bool { packets > 0 }

    /// The highest sequence number, with the number of times it wrapped around in the upper half.
    public var highestSequenceNumber: UInt32 { sequence.highest }

    /// The packets that are missing since the source began; below 0 where duplicates came.
    ///
    /// [RFC 3550, appendix A.3](https://www.rfc-editor.org/rfc/rfc3550.html#appendix-A.3).
    public var cumulativeLost: Int64 {
        isValid ? Int64(sequence.expected) - Int64(clamping: sequence.received) : 0
    }

    /// The jitter in ticks of the codec's clock.
    public var jitter: UInt32 { jitterEstimator.jitter }

    /// The jitter as a time.
    public var jitterDuration: Duration { .nanoseconds(Int64(jitter) * 1_000_000_000 / Int64(clockRate)) }

    /// Makes the report on what came since the last one.
    public mutating func makeReport(now: Duration) -> ReceptionReport {
        let expected = Int64(sequence.expected &- expectedBefore)
        let received = Int64(clamping: sequence.received) - Int64(clamping: receivedBefore)
        expectedBefore = sequence.expected
        receivedBefore = sequence.received
        let lost = expected - received
        let fraction = expected <= 0 || lost <= 0 ? 0 : UInt8(clamping: lost * 256 / expected)
        var report = ReceptionReport(ssrc: ssrc)
        report.fractionLost = fraction
        report.cumulativeLost = Int32(clamping: cumulativeLost)
        report.highestSequenceNumber = sequence.highest
        report.jitter = jitter
        if let lastSenderReport {
            report.lastSenderReport = lastSenderReport.time.middle
            report.delaySinceLastSenderReport = NTPTime(now - lastSenderReport.arrival).middle
        }
        return report
    }
}
