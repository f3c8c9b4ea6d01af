// SPDX-License-Identifier: MIT

/// Feedback messages: who sends, about which source, and entries.
///
/// [RFC 4585, section 6.1](https://www.rfc-editor.org/rfc/rfc4585.html#section-6.1).
extension RTCPBody {
    func feedback(in bytes: Span<UInt8>) throws(RTPError) -> RTCPPacket {
        guard contents.count >= 8 else { throw RTPError(.malformedFeedback) }
        let sender = bytes.uint32(at: contents.lowerBound)
        let source = bytes.uint32(at: contents.lowerBound + 4)
        let entries = contents.lowerBound + 8..<contents.upperBound
        switch (type, count) {
        case (RTCPType.transportFeedback, FeedbackFormat.nack):
            return .nack(NACK(sender: sender, source: source, entries: try nackEntries(at: entries, in: bytes)))
        case (RTCPType.payloadFeedback, FeedbackFormat.pictureLoss):
            guard entries.isEmpty else { throw RTPError(.malformedFeedback) }
            return .pictureLoss(sender: sender, source: source)
        case (RTCPType.payloadFeedback, FeedbackFormat.fullIntraRequest):
            return .fullIntraRequest(
                FullIntraRequest(sender: sender, entries: try intraEntries(at: entries, in: bytes))
            )
        default:
            return .other(type: type, format: count)
        }
    }

    private func nackEntries(at place: Range<Int>, in bytes: Span<UInt8>) throws(RTPError) -> [NACK.Entry] {
        guard !place.isEmpty else { throw RTPError(.malformedFeedback) }
        return stride(from: place.lowerBound, to: place.upperBound, by: 4).map { offset in
            NACK.Entry(first: bytes.uint16(at: offset), following: bytes.uint16(at: offset + 2))
        }
    }

    private func intraEntries(
        at place: Range<Int>,
        in bytes: Span<UInt8>
    ) throws(RTPError) -> [FullIntraRequest.Entry] {
        guard !place.isEmpty, place.count % 8 == 0 else { throw RTPError(.malformedFeedback) }
        return stride(from: place.lowerBound, to: place.upperBound, by: 8).map { offset in
            FullIntraRequest.Entry(source: bytes.uint32(at: offset), number: bytes[offset + 4])
        }
    }
}
