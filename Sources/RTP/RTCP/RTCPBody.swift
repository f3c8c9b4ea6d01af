// SPDX-License-Identifier: MIT

/// One RTCP packet behind its header.
struct RTCPBody {
    var type: UInt8

    /// The number of blocks, or the format of feedback.
    var count: UInt8

    /// What follows the header, in whole words, without padding.
    var contents: Range<Int>

    /// Where the next packet begins.
    var end: Int

    func packet(in bytes: Span<UInt8>) throws(RTPError) -> RTCPPacket {
        switch (type, count) {
        case (RTCPType.senderReport, _): .senderReport(try senderReport(in: bytes))
        case (RTCPType.receiverReport, _): .receiverReport(try receiverReport(in: bytes))
        case (RTCPType.sourceDescription, _): .sourceDescription(try sourceDescription(in: bytes))
        case (RTCPType.bye, _): .bye(try bye(in: bytes))
        case (RTCPType.application, _): try application()
        case (RTCPType.transportFeedback, _), (RTCPType.payloadFeedback, _): try feedback(in: bytes)
        default: .other(type: type, format: count)
        }
    }

    private func senderReport(in bytes: Span<UInt8>) throws(RTPError) -> SenderReport {
        let start = contents.lowerBound
        guard contents.count >= 24 else { throw RTPError(.truncatedReport) }
        return SenderReport(
            ssrc: bytes.uint32(at: start),
            time: NTPTime(rawValue: bytes.uint64(at: start + 4)),
            timestamp: bytes.uint32(at: start + 12),
            packets: bytes.uint32(at: start + 16),
            bytes: bytes.uint32(at: start + 20),
            reports: try reports(from: start + 24, in: bytes)
        )
    }

    private func receiverReport(in bytes: Span<UInt8>) throws(RTPError) -> ReceiverReport {
        guard contents.count >= 4 else { throw RTPError(.truncatedReport) }
        return ReceiverReport(
            ssrc: bytes.uint32(at: contents.lowerBound),
            reports: try reports(from: contents.lowerBound + 4, in: bytes)
        )
    }

    /// What follows the blocks is an extension of a profile, which is skipped.
    private func reports(from offset: Int, in bytes: Span<UInt8>) throws(RTPError) -> [ReceptionReport] {
        guard Int(count) * ReceptionReport.length <= contents.upperBound - offset else {
            throw RTPError(.truncatedReport)
        }
        return (0..<Int(count)).map { ReceptionReport(parsing: bytes, at: offset + $0 * ReceptionReport.length) }
    }

    private func bye(in bytes: Span<UInt8>) throws(RTPError) -> [UInt32] {
        let sources = 4 * Int(count)
        guard sources <= contents.count else { throw RTPError(.malformedBye) }
        let reason = contents.lowerBound + sources
        if reason < contents.upperBound, Int(bytes[reason]) > contents.upperBound - reason - 1 {
            throw RTPError(.malformedBye)
        }
        return (0..<Int(count)).map { bytes.uint32(at: contents.lowerBound + 4 * $0) }
    }

    /// SSRC and name; what is behind them is the application's.
    private func application() throws(RTPError) -> RTCPPacket {
        guard contents.count >= 8 else { throw RTPError(.malformedApplication) }
        return .other(type: type, format: count)
    }

    /// Chunks of an SSRC and items, which end with a zero byte and are padded with more of them to whole words.
    private func sourceDescription(in bytes: Span<UInt8>) throws(RTPError) -> [SourceDescription] {
        var descriptions: [SourceDescription] = []
        var offset = contents.lowerBound
        for _ in 0..<count {
            guard contents.upperBound - offset >= 8 else { throw RTPError(.malformedSourceDescription) }
            var description = SourceDescription(ssrc: bytes.uint32(at: offset), cname: nil)
            offset += 4
            while true {
                guard offset < contents.upperBound else { throw RTPError(.malformedSourceDescription) }
                let type = bytes[offset]
                guard type != 0 else { break }
                guard offset + 2 <= contents.upperBound else { throw RTPError(.malformedSourceDescription) }
                let text = offset + 2..<offset + 2 + Int(bytes[offset + 1])
                guard text.upperBound <= contents.upperBound else { throw RTPError(.malformedSourceDescription) }
                if type == Self.cnameItem { description.cname = text.map { bytes[$0] } }
                offset = text.upperBound
            }
            descriptions.append(description)
            // To the next word, counted from the start of the chunks, which is one.
            offset += 4 - (offset - contents.lowerBound) % 4
        }
        return descriptions
    }

    static let cnameItem: UInt8 = 1
}
