// SPDX-License-Identifier: MIT

extension [UInt8] {
    /// Adds a copy of the bytes in one move.
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
        var divisor: UInt = 1
        while rest / divisor >= 10 { divisor *= 10 }
        if number < 0 { append(UInt8(ascii: "-")) }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }
}
