// SPDX-License-Identifier: MIT

/// Turns the inside of a checked JSON string into text.
enum JSONStringDecoder {
    /// Unescapes `text[range]`; a lone surrogate becomes U+FFFD, as it has no UTF-8.
    static func decode(_ text: Span<UInt8>, inside range: Range<Int>) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "\\") {
                decodeEscape(text, at: &position, before: range.upperBound, into: &decoded)
            } else {
                decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func decodeEscape(
        _ text: Span<UInt8>,
        at position: inout Int,
        before end: Int,
        into decoded: inout [UInt8]
    ) {
        let escape = text[position]
        position += 1
        switch escape {
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0c)
        case UInt8(ascii: "n"): decoded.append(0x0a)
        case UInt8(ascii: "r"): decoded.append(0x0d)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = decodeScalar(text, at: &position, before: end)
            decoded.append(contentsOf: String(scalar).utf8)
        default: decoded.append(escape)
        }
    }

    private static func decodeScalar(_ text: Span<UInt8>, at position: inout Int, before end: Int) -> Unicode.Scalar {
        let first = codeUnit(text, at: position)
        position += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A high surrogate must be followed by the escape of a low one (RFC 8259 section 7).
        guard UTF16.isLeadSurrogate(first), position + 6 <= end, text[position] == UInt8(ascii: "\\"),
            text[position + 1] == UInt8(ascii: "u")
        else { return "\u{fffd}" }
        let second = codeUnit(text, at: position + 2)
        guard UTF16.isTrailSurrogate(second) else { return "\u{fffd}" }
        position += 6
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private static func codeUnit(_ text: Span<UInt8>, at position: Int) -> UInt16 {
        var unit: UInt16 = 0
        for offset in 0..<4 { unit = unit << 4 | UInt16(text[position + offset].hexDigitValue ?? 0) }
        return unit
    }
}
