// SPDX-License-Identifier: MIT

/// The CRC-32 of FINGERPRINT (RFC 8489 section 14.7; ITU V.42), eight bytes at a time.
enum CRC32 {
    private typealias Table = InlineArray<256, UInt32>

    /// The table of row `n` takes a byte that is followed by `n` others.
    private static let tables: InlineArray<8, Table> = {
        var tables = InlineArray<8, Table>(repeating: Table(repeating: 0))
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? 0xEDB8_8320 ^ remainder >> 1 : remainder >> 1 }
            tables[0][byte] = remainder
        }
        for row in 1..<8 {
            for byte in 0..<256 {
                let before = tables[row - 1][byte]
                tables[row][byte] = tables[0][Int(before & 0xFF)] ^ before >> 8
            }
        }
        return tables
    }()

    /// The checksum of the first `count` bytes.
    static func checksum(_ bytes: Span<UInt8>, count: Int) -> UInt32 {
        var remainder: UInt32 = 0xFFFF_FFFF
        var offset = 0
        while offset + 8 <= count {
            let word = bytes.uint64(at: offset).byteSwapped ^ UInt64(remainder)
            remainder =
                tables[7][Int(word & 0xFF)] ^ tables[6][Int(word >> 8 & 0xFF)]
                ^ tables[5][Int(word >> 16 & 0xFF)] ^ tables[4][Int(word >> 24 & 0xFF)]
                ^ tables[3][Int(word >> 32 & 0xFF)] ^ tables[2][Int(word >> 40 & 0xFF)]
                ^ tables[1][Int(word >> 48 & 0xFF)] ^ tables[0][Int(word >> 56)]
            offset += 8
        }
        while offset < count {
            remainder = tables[0][Int((remainder ^ UInt32(bytes[offset])) & 0xFF)] ^ remainder >> 8
            offset += 1
        }
        return ~remainder
    }
}
