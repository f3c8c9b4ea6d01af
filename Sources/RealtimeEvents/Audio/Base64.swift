// SPDX-License-Identifier: MIT

/// Base64 (RFC 4648, section 4), with padding and without line breaks.
enum Base64 {
    /// The number of bytes that `text[range]` stands for, from its length and padding; nil if base64 has no such length.
    static func decodedCount(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard range.count % 4 == 0 else { return nil }
        return range.count / 4 * 3 - padding(text, range)
    }

    static func isValid(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count % 4 == 0 else { return false }
        let digits = range.dropLast(padding(text, range))
        for index in digits where value(of: text[index]) == nil { return false }
        return hasNoSpareBits(text, digits)
    }

    static func decoded(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        guard let count = decodedCount(text, range) else { return nil }
        let digits = range.dropLast(padding(text, range))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var bits: UInt32 = 0
        var filled = 0
        for index in digits {
            guard let value = value(of: text[index]) else { return nil }
            bits = bits << 6 | UInt32(value)
            filled += 6
            if filled >= 8 {
                filled -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(filled)))
            }
        }
        return hasNoSpareBits(text, digits) ? bytes : nil
    }

    static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + (bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let taken = min(3, bytes.count - index)
            var bits: UInt32 = 0
            for offset in 0..<3 { bits = bits << 8 | (offset < taken ? UInt32(bytes[index + offset]) : 0) }
            for digit in 0..<4 {
                let value = UInt8(truncatingIfNeeded: bits >> UInt32(18 - 6 * digit)) & 63
                output.append(digit <= taken ? character(of: value) : UInt8(ascii: "="))
            }
            index += taken
        }
    }

    /// The number of `=` at the end, two at most.
    private static func padding(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        while count < 2, count < range.count, text[range.upperBound - 1 - count] == UInt8(ascii: "=") { count += 1 }
        return count
    }

    /// Whether the bits of the last digit that belong to no byte are zero, as encoders must have it (section 3.5).
    private static func hasNoSpareBits(_ text: Span<UInt8>, _ digits: Range<Int>) -> Bool {
        let spare = digits.count % 4
        guard spare > 0, let last = digits.last, let value = value(of: text[last]) else { return true }
        return value & (spare == 2 ? 15 : 3) == 0
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    private static func character(of value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}
