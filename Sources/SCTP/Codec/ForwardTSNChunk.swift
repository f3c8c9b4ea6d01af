// SPDX-License-Identifier: MIT

/// A FORWARD-TSN chunk: [RFC 3758, section 3.2](https://www.rfc-editor.org/rfc/rfc3758.html#section-3.2).
struct ForwardTSNChunk {
    /// An ordered stream, and the last message on it that is skipped.
    struct Skip: Hashable {
        var stream: UInt16
        var sequence: UInt16
    }

    /// The bytes of a chunk without streams.
    static let minimumCount = ChunkHeader.count + 4

    var cumulative: TSN
    private var value: Range<Int>

    /// Reads the chunk; nil if it is not whole.
    init?(value: Span<UInt8>) {
        guard value.count >= 4, value.count % 4 == 0 else { return nil }
        cumulative = TSN(value.uint32(at: 0))
        self.value = 4..<value.count
    }

    var skipCount: Int { value.count / 4 }

    func skip(_ index: Int, in text: Span<UInt8>) -> Skip {
        let offset = value.lowerBound + 4 * index
        return Skip(stream: text.uint16(at: offset), sequence: text.uint16(at: offset + 2))
    }

    static func write(cumulative: TSN, skips: some Collection<Skip>, to packet: inout [UInt8]) {
        ChunkWriter.write(.forwardTSN, to: &packet) { packet in
            packet.append(cumulative.value)
            for skip in skips {
                packet.append(skip.stream)
                packet.append(skip.sequence)
            }
        }
    }
}
