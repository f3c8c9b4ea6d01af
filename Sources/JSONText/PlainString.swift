// SPDX-License-Identifier: MIT

extension Span<UInt8> {
    /// The first index from `start` on, or the end, whose byte is a quote, a backslash or a control character.
    ///
    /// Looks at eight bytes at a time: texts are mostly strings, and strings are mostly plain.
    func endOfPlainString(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones &* 0x80
        var index = start
        while index + 8 <= count {
            // The loop's condition has checked that these eight bytes are there.
            let word = UInt64(
                littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            )
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // A byte below the subtrahend borrows from its own high bit; bytes over 127 have it set already and are
            // taken out. Borrows only reach higher bytes, so the lowest bit that is set is right.
            let special =
                ((word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes)
                & highBits
            guard special == 0 else { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count, !self[index].endsPlainString { index += 1 }
        return index
    }
}

extension UInt8 {
    /// Whether a string cannot hold this byte as it is.
    var endsPlainString: Bool { self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") }
}
