// SPDX-License-Identifier: MIT

/// The header of an RTP packet, and where its parts are.
///
///      0                   1                   2                   3
///     |V=2|P|X|  CC   |M|     PT      |       sequence number         |
///     |                           timestamp                           |
///     |                             SSRC                              |
///     |                          CSRC, 0 to 15                        |
///     |            extension: profile, length, elements               |
///
/// [RFC 3550, section 5.1](https://www.rfc-editor.org/rfc/rfc3550.html#section-5.1).
public struct RTPHeader: Hashable, Sendable {
    /// The length of the part that every header has, in bytes.
    public static let fixedLength = 12

    /// Whether the marker is set: for audio, the first packet after silence.
    public var hasMarker: Bool

    /// The payload type, 0 to 127.
    public var payloadType: UInt8

    /// The sequence number, one more for each packet.
    public var sequenceNumber: UInt16

    /// The sampling instant of the first byte, in ticks of the codec's clock.
    public var timestamp: UInt32

    /// The source.
    public var ssrc: UInt32

    /// How many contributing sources there are, 0 to 15.
    public let sourceCount: Int

    /// Which form the extension has; 0 without one.
    public let extensionProfile: UInt16

    /// Where the elements of the extension are; empty without one.
    public let extensionBlock: Range<Int>

    /// Where the payload is, without padding.
    public let payload: Range<Int>

    /// The length of the padding behind the payload, in bytes.
    public let paddingLength: Int

    /// Reads the header of `packet`, which is all of one datagram; every length is checked.
    public init(parsing packet: Span<UInt8>) throws(RTPError) {
        guard packet.count >= Self.fixedLength else { throw RTPError(.tooShort) }
        let first = packet[0]
        guard first >> 6 == 2 else { throw RTPError(.unsupportedVersion) }
        hasMarker = packet[1] & 0x80 != 0
        payloadType = packet[1] & 0x7F
        sequenceNumber = packet.uint16(at: 2)
        timestamp = packet.uint32(at: 4)
        ssrc = packet.uint32(at: 8)

        sourceCount = Int(first & 0x0F)
        var offset = Self.fixedLength + 4 * sourceCount
        guard offset <= packet.count else { throw RTPError(.truncatedSources) }
        if first & 0x10 != 0 {
            guard offset + 4 <= packet.count else { throw RTPError(.truncatedExtension) }
            extensionProfile = packet.uint16(at: offset)
            let length = 4 * Int(packet.uint16(at: offset + 2))
            offset += 4
            guard length <= packet.count - offset else { throw RTPError(.truncatedExtension) }
            extensionBlock = offset..<offset + length
            offset += length
        } else {
            extensionProfile = 0
            extensionBlock = offset..<offset
        }
        if first & 0x20 != 0 {
            guard offset < packet.count else { throw RTPError(.malformedPadding) }
            paddingLength = Int(packet[packet.count - 1])
            guard paddingLength > 0, paddingLength <= packet.count - offset else { throw RTPError(.malformedPadding) }
        } else {
            paddingLength = 0
        }
        payload = offset..<packet.count - paddingLength
    }

    /// Writes marker, payload type, sequence number, timestamp and SSRC into the packet that the header was read from.
    ///
    /// All else stays as it is.
    public func rewrite(_ packet: inout MutableSpan<UInt8>) {
        packet[1] = (hasMarker ? 0x80 : 0) | payloadType & 0x7F
        packet.store(sequenceNumber, at: 2)
        packet.store(timestamp, at: 4)
        packet.store(ssrc, at: 8)
    }
}
