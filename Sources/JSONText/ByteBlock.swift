// SPDX-License-Identifier: MIT

extension [UInt8] {
    /// Adds a copy of the bytes in one move; appending a `String.UTF8View` goes byte by byte.
    mutating func append(copying source: Span<UInt8>) {
        unsafe source.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// Adds a constant's bytes.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }

    /// Adds a number in decimal digits.
    mutating func append(decimal number: Int) {
        var rest = number.magnitude
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var start = 20
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 { append(UInt8(ascii: "-")) }
        append(copying: digits.span.extracting(start..<20))
    }
}
