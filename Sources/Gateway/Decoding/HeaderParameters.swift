// SPDX-License-Identifier: MIT

internal import Providers

/// Parameters of a field value: `value; name=token; name="quoted \" text"` (RFC 9110 section 5.6.6), on bytes.
enum HeaderParameters {
    /// The value of the first parameter with a name (in lower case), unquoted.
    ///
    /// Nil if there is none, or if its quotes do not close.
    static func value(of name: StaticString, in field: Range<Int>, of text: Span<UInt8>) -> [UInt8]? {
        var position = upToSemicolon(field, text).upperBound
        while position < field.upperBound {
            position += 1
            let start = position
            while position < field.upperBound, text[position] != UInt8(ascii: "="), text[position] != UInt8(ascii: ";")
            {
                position += 1
            }
            let candidate = trimmed(start..<position, text)
            guard position < field.upperBound, text[position] == UInt8(ascii: "=") else { continue }
            position += 1
            guard let value = takeValue(text, at: &position, before: field.upperBound) else { return nil }
            if ASCIICase.equal(text, candidate, lowercased: name) { return value }
        }
        return nil
    }

    /// What stands before the first semicolon.
    static func upToSemicolon(_ field: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
        var end = field.lowerBound
        while end < field.upperBound, text[end] != UInt8(ascii: ";") { end += 1 }
        return field.lowerBound..<end
    }

    /// A range without the spaces and tabs at its ends.
    static func trimmed(_ range: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isSpace(text[lower]) { lower += 1 }
        while upper > lower, isSpace(text[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    /// Takes a token or quoted text, and leaves the position at the semicolon after it.
    private static func takeValue(_ text: Span<UInt8>, at position: inout Int, before end: Int) -> [UInt8]? {
        while position < end, isSpace(text[position]) { position += 1 }
        guard position < end, text[position] == UInt8(ascii: "\"") else {
            let token = trimmed(upToSemicolon(position..<end, text), text)
            position = upToSemicolon(position..<end, text).upperBound
            return token.map { text[$0] }
        }
        position += 1
        var value: [UInt8] = []
        while position < end, text[position] != UInt8(ascii: "\"") {
            if text[position] == UInt8(ascii: "\\") { position += 1 }
            guard position < end else { return nil }
            value.append(text[position])
            position += 1
        }
        guard position < end else { return nil }
        position = upToSemicolon(position..<end, text).upperBound
        return value
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
