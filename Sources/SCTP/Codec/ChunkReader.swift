// SPDX-License-Identifier: MIT

/// What each chunk begins with, [RFC 9260, section 3.2](https://www.rfc-editor.org/rfc/rfc9260.html#section-3.2).
struct ChunkHeader {
    static let count = 4

    var type: UInt8
    var flags: UInt8
    /// Where the value lies in the packet: without header and padding.
    var value: Range<Int>

    /// The chunk with its header.
    var whole: Range<Int> { (value.lowerBound - Self.count)..<value.upperBound }
}

/// Goes through the chunks of a packet.
struct ChunkReader {
    /// How the walk went on.
    enum Step {
        case chunk(ChunkHeader)
        case end
        /// The length does not fit into the packet; nothing behind it can be read.
        case malformed
    }

    private var offset = CommonHeader.count

    /// The next chunk.
    mutating func next(in packet: Span<UInt8>) -> Step {
        let rest = packet.count - offset
        guard rest > 0 else { return .end }
        guard rest >= ChunkHeader.count else { return .malformed }
        let length = Int(packet.uint16(at: offset + 2))
        guard length >= ChunkHeader.count, length <= rest else { return .malformed }
        let chunk = ChunkHeader(
            type: packet[offset],
            flags: packet[offset + 1],
            value: (offset + ChunkHeader.count)..<(offset + length)
        )
        // The last chunk's padding may be missing.
        offset += min(rest, (length + 3) & ~3)
        return .chunk(chunk)
    }
}

/// Goes through the parameters of a chunk, [RFC 9260, section
/// 3.2.1](https://www.rfc-editor.org/rfc/rfc9260.html#section-3.2.1).
///
/// Error causes have the same form.
struct ParameterReader {
    /// How the walk went on.
    enum Step {
        /// The value lies in the range, which is of the text that was given; the header is the four bytes before it.
        case parameter(type: UInt16, value: Range<Int>)
        case end
        case malformed
    }

    private var offset: Int

    init(from offset: Int = 0) {
        self.offset = offset
    }

    mutating func next(in text: Span<UInt8>) -> Step {
        let rest = text.count - offset
        guard rest > 0 else { return .end }
        guard rest >= 4 else { return .malformed }
        let length = Int(text.uint16(at: offset + 2))
        guard length >= 4, length <= rest else { return .malformed }
        let step = Step.parameter(type: text.uint16(at: offset), value: (offset + 4)..<(offset + length))
        offset += min(rest, (length + 3) & ~3)
        return step
    }
}
