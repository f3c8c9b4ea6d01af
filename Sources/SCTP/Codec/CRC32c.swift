// SPDX-License-Identifier: MIT

/// The checksum of SCTP packets: CRC32c, [RFC 9260, appendix A](https://www.rfc-editor.org/rfc/rfc9260.html#appendix-A).
///
/// Eight bytes a step, with one table for each of them.
enum CRC32c {
    /// The Castagnoli polynomial, its bits reversed.
    private static let polynomial: UInt32 = 0x82F6_3B78

    /// `tables[256 * k + b]` is the checksum of the byte `b` followed by `k` zero bytes.
    private static let tables: [UInt32] = makeTables()

    private static func makeTables() -> [UInt32] {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
            tables[byte] = value
        }
        for index in 256..<tables.count {
            let shorter = tables[index - 256]
            tables[index] = shorter >> 8 ^ tables[Int(shorter & 0xFF)]
        }
        return tables
    }

    /// The checksum of a text.
    static func checksum(of bytes: Span<UInt8>) -> UInt32 {
        ~updated(.max, with: bytes)
    }

    /// The checksum of a packet, at least a common header long, with the checksum field taken as zero.
    static func checksum(ofPacket packet: Span<UInt8>) -> UInt32 {
        let field = CommonHeader.checksumOffset
        var state = updated(.max, with: packet.extracting(0..<field))
        let zeroes = InlineArray<4, UInt8>(repeating: 0)
        state = updated(state, with: zeroes.span)
        return ~updated(state, with: packet.extracting((field + 4)..<packet.count))
    }

    private static func updated(_ start: UInt32, with bytes: Span<UInt8>) -> UInt32 {
        let table = tables.span
        var state = start
        var offset = 0
        while bytes.count - offset >= 8 {
            let low = state ^ bytes.littleEndian32(at: offset)
            let high = bytes.littleEndian32(at: offset + 4)
            let first = table[1792 + Int(low & 0xFF)] ^ table[1536 + Int(low >> 8 & 0xFF)]
            let second = table[1280 + Int(low >> 16 & 0xFF)] ^ table[1024 + Int(low >> 24)]
            let third = table[768 + Int(high & 0xFF)] ^ table[512 + Int(high >> 8 & 0xFF)]
            let fourth = table[256 + Int(high >> 16 & 0xFF)] ^ table[Int(high >> 24)]
            state = first ^ second ^ third ^ fourth
            offset += 8
        }
        while offset < bytes.count {
            state = state >> 8 ^ table[Int((state ^ UInt32(bytes[offset])) & 0xFF)]
            offset += 1
        }
        return state
    }
}

extension Span<UInt8> {
    @inline(__always)
    fileprivate func littleEndian32(at offset: Int) -> UInt32 {
        UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16
            | UInt32(self[offset + 3]) << 24
    }
}
