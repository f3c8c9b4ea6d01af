// SPDX-License-Identifier: MIT

/// What is looked at in a packet before C sees it: the version, the header's length, the SSRC.
enum PacketShape {
    private static let rtpHeaderSize = 12
    private static let rtcpHeaderSize = 8
    private static let version: UInt8 = 2

    /// The SSRC of an RTP packet (RFC 3550, section 5.1) whose header, with its contributing sources and its extension,
    /// leaves `trailer` bytes.
    static func ssrcOfRTP(_ packet: RawSpan, trailer: Int) throws(SRTPError) -> UInt32 {
        guard packet.byteCount >= rtpHeaderSize + trailer else { throw .malformed }
        let first = packet.byte(at: 0)
        guard first >> 6 == version else { throw .malformed }
        var size = rtpHeaderSize + 4 * Int(first & 0x0F)
        if first & 0x10 != 0 {
            guard packet.byteCount >= size + 4 + trailer else { throw .malformed }
            let words = Int(packet.byte(at: size + 2)) << 8 | Int(packet.byte(at: size + 3))
            size += 4 + 4 * words
        }
        guard packet.byteCount >= size + trailer else { throw .malformed }
        return packet.word(at: 8)
    }

    /// The sender's SSRC of an RTCP packet (RFC 3550, section 6.4.1) that leaves `trailer` bytes.
    static func ssrcOfRTCP(_ packet: RawSpan, trailer: Int) throws(SRTPError) -> UInt32 {
        guard packet.byteCount >= rtcpHeaderSize + trailer, packet.byte(at: 0) >> 6 == version else {
            throw .malformed
        }
        return packet.word(at: 4)
    }
}

extension RawSpan {
    /// The byte at an offset; the span checks that it is inside.
    fileprivate func byte(at offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    /// Four bytes in network order.
    fileprivate func word(at offset: Int) -> UInt32 {
        unsafe UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
