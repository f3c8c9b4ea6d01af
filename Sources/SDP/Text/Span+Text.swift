// SPDX-License-Identifier: MIT

extension Span<UInt8> {
    /// The first index from `start` on, or the end, whose byte is not between space and `~`.
    ///
    /// Looks at eight bytes at a time: this is where a check spends most of its time.
    func endOfPrintableASCII(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        while index + 8 <= count {
            let word = word(at: index)
            // A byte below space borrows from its own high bit; DEL carries into it; the rest have it already.
            // Borrow and carry only reach higher bytes, so the lowest bit that is set is right.
            let special = ((word &- ones &* 0x20) | (word &+ ones) | word) & (ones &* 0x80)
            guard special == 0 else { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count, self[index] >= ASCII.space, self[index] < ASCII.delete {
            index += 1
        }
        return index
    }

    /// Eight bytes, the first of them lowest; the caller has checked that they are there.
    @inline(__always)
    private func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
    }

    /// The index of the first byte of `range` that belongs to no valid UTF-8 sequence.
    func firstInvalidUTF8(in range: Range<Int>) -> Int? {
        do {
            _ = try UTF8Span(validating: extracting(range))
            return nil
        } catch {
            return range.lowerBound + error.byteOffsets.lowerBound
        }
    }

    /// The text in `range`, which must be valid UTF-8: the scanner has looked at every line before.
    func string(in range: Range<Int>) -> String {
        guard let text = try? UTF8Span(validating: extracting(range)) else {
            preconditionFailure("text that the scanner let through is not UTF-8")
        }
        return String(copying: text)
    }

    /// Whether `range` holds the bytes of `word` and nothing else.
    func equals(_ word: String, in range: Range<Int>) -> Bool {
        range.count == word.utf8.count && hasPrefix(word, in: range)
    }

    /// Whether `range` begins with the bytes of `word`.
    func hasPrefix(_ word: String, in range: Range<Int>) -> Bool {
        let expected = word.utf8.span
        guard range.count >= expected.count else { return false }
        for place in expected.indices where self[range.lowerBound + place] != expected[place] {
            return false
        }
        return true
    }

    /// Whether the bytes in `first` are those in `second`.
    func hasEqualBytes(in first: Range<Int>, and second: Range<Int>) -> Bool {
        guard first.count == second.count else { return false }
        for place in 0..<first.count where self[first.lowerBound + place] != self[second.lowerBound + place] {
            return false
        }
        return true
    }

    /// The index of the first `byte` in `range`, or the end of `range`.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, self[index] != byte {
            index += 1
        }
        return index
    }

    /// Takes the bytes up to the next space off `rest`, and the space with them.
    func nextToken(of rest: inout Range<Int>) -> Range<Int> {
        let end = firstIndex(of: ASCII.space, in: rest)
        let token = rest.lowerBound..<end
        rest = Swift.min(end + 1, rest.upperBound)..<rest.upperBound
        return token
    }

    /// The number in decimal digits that fills `range`, or nil.
    func decimal(in range: Range<Int>) -> Int? {
        // Nine digits are more than any port and fewer than overflow anything.
        guard !range.isEmpty, range.count <= 9 else { return nil }
        var number = 0
        for index in range {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}
