// SPDX-License-Identifier: MIT

/// Writes chunks and parameters at the end of a packet.
enum ChunkWriter {
    /// Writes a chunk whose value `body` appends, with its length and padding.
    @inline(__always)
    static func write(
        _ type: ChunkType,
        flags: UInt8 = 0,
        to packet: inout [UInt8],
        _ body: (inout [UInt8]) -> Void = { _ in }
    ) {
        let start = packet.count
        packet.append(type.rawValue)
        packet.append(flags)
        packet.append(UInt16(0))
        body(&packet)
        // Every chunk that is written here fits into a packet, and so its length into 16 bits.
        packet.set(UInt16(truncatingIfNeeded: packet.count - start), at: start + 2)
        packet.padToFour()
    }

    /// Writes a parameter or an error cause whose value `body` appends, behind the padding of the one before.
    ///
    /// The padding of the last parameter is the chunk's, and does not count for the chunk's length (section 3.2).
    @inline(__always)
    static func writeParameter(_ type: UInt16, to packet: inout [UInt8], _ body: (inout [UInt8]) -> Void = { _ in }) {
        packet.padToFour()
        let start = packet.count
        packet.append(type)
        packet.append(UInt16(0))
        body(&packet)
        packet.set(UInt16(truncatingIfNeeded: packet.count - start), at: start + 2)
    }
}
