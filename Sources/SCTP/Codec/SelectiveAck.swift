// SPDX-License-Identifier: MIT

/// A SACK chunk, read in place: [RFC 9260, section 3.3.4](https://www.rfc-editor.org/rfc/rfc9260.html#section-3.3.4).
struct SelectiveAck {
    private static let fixedCount = 12

    /// The bytes of a chunk without gap blocks and duplicates.
    static let minimumCount = ChunkHeader.count + fixedCount

    var cumulative: TSN
    var receiveWindow: UInt32
    var gapBlockCount: Int

    /// Reads the fixed part; nil if the blocks that it announces are not there, or are not what blocks are.
    init?(value: Span<UInt8>) {
        guard value.count >= Self.fixedCount else { return nil }
        cumulative = TSN(value.uint32(at: 0))
        receiveWindow = value.uint32(at: 4)
        gapBlockCount = Int(value.uint16(at: 8))
        let duplicateCount = Int(value.uint16(at: 10))
        guard value.count >= Self.fixedCount + 4 * (gapBlockCount + duplicateCount) else { return nil }
        for index in 0..<gapBlockCount {
            let block = gapBlock(index, in: value)
            guard block.start >= 1, block.start <= block.end else { return nil }
        }
    }

    /// The first and the last number of a block, as distances from the cumulative one.
    @inline(__always)
    func gapBlock(_ index: Int, in value: Span<UInt8>) -> (start: Int, end: Int) {
        let offset = Self.fixedCount + 4 * index
        return (Int(value.uint16(at: offset)), Int(value.uint16(at: offset + 2)))
    }

    /// Writes a chunk from the blocks that lie above the cumulative number, as many as there is room for.
    static func write(
        cumulative: TSN,
        receiveWindow: UInt32,
        blocks: [TSNBlock],
        duplicates: [TSN],
        room: Int,
        to packet: inout [UInt8]
    ) {
        let places = max(0, (room - minimumCount) / 4)
        // A block has 16 bits for its distance.
        let blocks = blocks.prefix(places).prefix { $0.last.distance(from: cumulative) <= Int(UInt16.max) }
        let duplicates = duplicates.prefix(places - blocks.count)
        ChunkWriter.write(.selectiveAck, to: &packet) { packet in
            packet.append(cumulative.value)
            packet.append(receiveWindow)
            packet.append(UInt16(blocks.count))
            packet.append(UInt16(duplicates.count))
            for block in blocks {
                packet.append(UInt16(block.first.distance(from: cumulative)))
                packet.append(UInt16(block.last.distance(from: cumulative)))
            }
            for duplicate in duplicates { packet.append(duplicate.value) }
        }
    }
}
