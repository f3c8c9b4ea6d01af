// SPDX-License-Identifier: MIT

/// A compound RTCP packet: all of one datagram.
///
/// [RFC 3550, section 6.1](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.1).
public struct RTCPCompound: Hashable, Sendable {
    /// The packets in order; one or more.
    public private(set) var packets: [RTCPPacket] = []

    /// Reads a compound packet, all of it or nothing.
    ///
    /// The checks are those of [RFC 3550, appendix A.2](https://www.rfc-editor.org/rfc/rfc3550.html#appendix-A.2).
    /// Costs memory in proportion to the datagram.
    ///
    /// - Parameters:
    ///   - datagram: The bytes.
    ///   - allowsReducedSize: Whether it may begin with another packet than a report, where
    ///     [RFC 5506](https://www.rfc-editor.org/rfc/rfc5506.html) is agreed on.
    /// - Throws: ``RTPError`` for the first thing that is malformed.
    public init(parsing datagram: Span<UInt8>, allowsReducedSize: Bool = true) throws(RTPError) {
        guard datagram.count >= 4 else { throw RTPError(.tooShort) }
        var offset = 0
        while offset < datagram.count {
            let body = try Self.body(at: offset, in: datagram)
            if offset == 0, !allowsReducedSize,
                body.type != RTCPType.senderReport && body.type != RTCPType.receiverReport
            {
                throw RTPError(.missingReport)
            }
            packets.append(try body.packet(in: datagram))
            offset = body.end
        }
    }

    /// Checks the header that every packet has.
    private static func body(at offset: Int, in datagram: Span<UInt8>) throws(RTPError) -> RTCPBody {
        guard datagram.count - offset >= 4 else { throw RTPError(.truncatedPacket) }
        let first = datagram[offset]
        guard first >> 6 == 2 else { throw RTPError(.unsupportedVersion) }
        let end = offset + 4 + 4 * Int(datagram.uint16(at: offset + 2))
        guard end <= datagram.count else { throw RTPError(.truncatedPacket) }
        var contents = offset + 4..<end
        if first & 0x20 != 0 {
            // Only the last packet may have padding, in whole words.
            guard end == datagram.count, !contents.isEmpty else { throw RTPError(.malformedPadding) }
            let padding = Int(datagram[end - 1])
            guard padding > 0, padding % 4 == 0, padding <= contents.count else { throw RTPError(.malformedPadding) }
            contents = contents.lowerBound..<end - padding
        }
        return RTCPBody(type: datagram[offset + 1], count: first & 0x1F, contents: contents, end: end)
    }
}
