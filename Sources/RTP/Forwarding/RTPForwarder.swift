// SPDX-License-Identifier: MIT

/// Carries one stream of packets from a leg to another.
///
/// Payload type, SSRC and header extensions become those of the other leg. Sequence numbers and timestamps go on without
/// a break when the source changes or begins anew, and the marker says so. Gaps are kept as they are: lost packets stay
/// lost, and silence (DTX) stays silent. Contributing sources and padding are left out, as they mean nothing on the other
/// leg. Allocates nothing.
public struct RTPForwarder: Sendable {
    /// What packets become.
    public let rules: ForwardingRules

    /// What was done so far.
    public private(set) var counts = ForwardingCounts()

    private var continuity: StreamContinuity

    /// Begins without a packet; the first one gets this number and timestamp, which are best random
    /// ([RFC 3550, section 5.1](https://www.rfc-editor.org/rfc/rfc3550.html#section-5.1)).
    public init(rules: ForwardingRules, firstSequenceNumber: UInt16, firstTimestamp: UInt32) {
        self.rules = rules
        continuity = StreamContinuity(firstNumber: firstSequenceNumber, firstTimestamp: firstTimestamp)
    }

    /// Begins without a packet, at random: in the lower half of the sequence numbers, so that they do not wrap at once, when
    /// receivers could lose SRTP's count of that.
    public init(rules: ForwardingRules, using random: inout some RandomNumberGenerator) {
        self.init(
            rules: rules,
            firstSequenceNumber: UInt16.random(in: 0...0x7FFF, using: &random),
            firstTimestamp: UInt32.random(in: 0...UInt32.max, using: &random)
        )
    }

    /// Writes a packet for the other leg.
    ///
    /// - Parameters:
    ///   - packet: The packet as it came, with its protection taken off.
    ///   - header: Its header, as read from it.
    ///   - now: When it came.
    ///   - output: Where to write to: as long as the packet and ``ForwardingRules/maxGrowth`` together.
    /// - Returns: What was written, at the beginning of `output`, or why nothing was.
    public mutating func forward(
        _ packet: Span<UInt8>,
        header: RTPHeader,
        now: Duration,
        into output: inout MutableSpan<UInt8>
    ) -> ForwardingOutcome {
        guard let type = rules.payloadType(header.payloadType) else { return drop(.unknownPayloadType) }
        // Before a number is given, so that none is given in vain.
        guard output.count >= packet.count + rules.maxGrowth else { return drop(.noRoom) }
        switch continuity.place(header, clockRate: type.clockRate, now: now) {
        case .drop(let reason): return drop(reason)
        case .place(let sequenceNumber, let timestamp, let isFirst):
            if isFirst, counts.forwarded > 0 { counts.sourceChanges += 1 }
            counts.forwarded += 1
            let marker: UInt8 = header.hasMarker || isFirst ? 0x80 : 0
            output[1] = marker | type.outgoing
            output.store(sequenceNumber, at: 2)
            output.store(timestamp, at: 4)
            output.store(rules.ssrc, at: 8)
            let end = rules.writeExtensions(of: header, packet, into: &output)
            output[0] = end > RTPHeader.fixedLength ? 0x90 : 0x80
            output.copy(packet.extracting(header.payload), to: end)
            return .forwarded(
                ForwardedPacket(
                    length: end + header.payload.count,
                    payloadLength: header.payload.count,
                    payloadType: type.outgoing,
                    sequenceNumber: sequenceNumber,
                    timestamp: timestamp
                )
            )
        }
    }

    private mutating func drop(_ reason: DropReason) -> ForwardingOutcome {
        counts[reason] += 1
        return .dropped(reason)
    }
}
