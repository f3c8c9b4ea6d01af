// SPDX-License-Identifier: MIT

extension Span<UInt8> {
    /// The first index from `start` on, or the end, whose byte is a quote, a backslash, a control character or not
    /// ASCII.
    ///
    /// Looks at 128 bytes at a time: the largest texts are audio, which is base64.
    @inline(__always)
    func endOfPlainASCII(from start: Int) -> Int {
        // Names and ids end within a few words.
        let near = Swift.min(start + 32, count)
        let end = endOfPlainASCIIByWords(from: start, before: near)
        if end < near || near == count { return end }
        return endOfLongPlainASCII(from: end)
    }

    @inline(never)
    private func endOfLongPlainASCII(from start: Int) -> Int {
        let quote = SIMD64<Int8>(repeating: 0x22)
        let backslash = SIMD64<Int8>(repeating: 0x5c)
        var index = start
        while index + 128 <= count {
            // The loop's condition has checked that these bytes are there.
            let first = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: SIMD64<Int8>.self)
            let second = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index + 64, as: SIMD64<Int8>.self)
            // Control characters, space, exclamation mark and quote, and as negative numbers all that is not ASCII:
            // none of base64, so that one comparison serves.
            let suspects =
                (first .<= quote) .| (first .== backslash) .| (second .<= quote) .| (second .== backslash)
            if suspects.hasAny {
                let end = endOfPlainASCIIByWords(from: index, before: index + 128)
                if end < index + 128 { return end }
            }
            index += 128
        }
        return endOfPlainASCIIByWords(from: index, before: count)
    }

    @inline(__always)
    private func endOfPlainASCIIByWords(from start: Int, before end: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones &* 0x80
        var index = start
        while index + 8 <= end {
            // The loop's condition has checked that these eight bytes are there.
            let word = UInt64(
                littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            )
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // A byte below the subtrahend borrows from its own high bit. Borrows only reach higher bytes, so the lowest
            // bit that is set is right.
            let special =
                ((word &- ones &* 0x20) | word | (quotes &- ones) | (backslashes &- ones)) & highBits
            guard special == 0 else { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < end, !self[index].endsPlainString, self[index] < 0x80 { index += 1 }
        return index
    }
}

extension SIMDMask<SIMD64<Int8>> {
    /// Whether any lane is set, without the lane by lane minimum that the standard library makes of it.
    fileprivate var hasAny: Bool {
        let words = unsafe unsafeBitCast(self, to: SIMD8<UInt64>.self)
        let four = words.lowHalf | words.highHalf
        let two = four.lowHalf | four.highHalf
        return two.x | two.y != 0
    }
}
