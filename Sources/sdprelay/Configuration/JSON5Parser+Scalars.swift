// SPDX-License-Identifier: MIT

extension JSON5Parser {
    /// A string in either kind of quotes (section 5).
    mutating func string() throws(SyntaxError) -> String {
        let start = position
        let quote = bytes[position]
        position += 1
        var content: [UInt8] = []
        while let byte = peek, byte != quote {
            switch byte {
            case UInt8(ascii: "\\"): try takeEscape(into: &content)
            case 0..<0x20: throw expected("an escape in place of a control character")
            default:
                content.append(byte)
                position += 1
            }
        }
        guard peek == quote else {
            position = start
            throw expected("the end of the string that begins")
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            position = start
            throw expected("UTF-8 in the string that begins")
        }
        position += 1
        return text
    }

    private mutating func takeEscape(into content: inout [UInt8]) throws(SyntaxError) {
        position += 1
        guard let byte = peek else { return }
        position += 1
        switch byte {
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0c)
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "r"): content.append(0x0d)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0b)
        case UInt8(ascii: "0"): content.append(0)
        case UInt8(ascii: "x"): try appendScalar(try hexadecimal(digits: 2), to: &content)
        case UInt8(ascii: "u"): try appendScalar(try utf16Escape(), to: &content)
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            position -= 1
            throw expected("an escape")
        // A line may be continued.
        case 0x0d: _ = take("\n")
        case 0x0a: break
        // Any other character stands for itself.
        default: content.append(byte)
        }
    }

    private mutating func appendScalar(_ value: UInt32, to content: inout [UInt8]) throws(SyntaxError) {
        guard let scalar = Unicode.Scalar(value) else { throw expected("the other half of a surrogate pair") }
        content.append(contentsOf: Character(scalar).utf8)
    }

    /// `\uXXXX`, or two of them that make a surrogate pair.
    private mutating func utf16Escape() throws(SyntaxError) -> UInt32 {
        let high = try hexadecimal(digits: 4)
        guard (0xd800..<0xdc00).contains(high), bytes[position...].starts(with: Array("\\u".utf8)) else { return high }
        position += 2
        let low = try hexadecimal(digits: 4)
        guard (0xdc00..<0xe000).contains(low) else { return high }
        return 0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)
    }

    private mutating func hexadecimal(digits: Int) throws(SyntaxError) -> UInt32 {
        let text = bytes[position...].prefix(digits)
        guard text.count == digits, text.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: text, as: UTF8.self), radix: 16)
        else { throw expected("\(digits) hexadecimal digits") }
        position = text.endIndex
        return value
    }

    /// A number (section 6): decimal or hexadecimal, with a sign and with a point at either end if so wanted.
    mutating func number() throws(SyntaxError) -> ConfigurationValue {
        let start = position
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let magnitude = magnitude() else {
            position = start
            throw expected("a value")
        }
        return .number(isNegative ? -magnitude : magnitude)
    }

    private mutating func magnitude() -> Double? {
        let rest = bytes[position...]
        let token = rest.prefix { byte in
            byte.isDigit || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: ".")
                || (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"))
        }
        position = token.endIndex
        let text = String(decoding: token, as: UTF8.self)
        switch text {
        case "Infinity": return .infinity
        case "NaN": return .nan
        default: break
        }
        if text.hasPrefix("0x") || text.hasPrefix("0X") {
            let digits = text.dropFirst(2)
            return digits.first?.isHexDigit == true ? UInt64(digits, radix: 16).map { Double($0) } : nil
        }
        let isDecimal =
            text.wholeMatch(of: /(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?|\.[0-9]+([eE][-+]?[0-9]+)?/) != nil
        // Swift's own parser wants digits on both sides of the point.
        guard isDecimal else { return nil }
        let padded = (text.hasPrefix(".") ? "0" : "") + text
        return Double(padded.replacing(/\.(?![0-9])/, with: ""))
    }
}
