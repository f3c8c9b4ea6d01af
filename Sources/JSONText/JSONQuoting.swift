// SPDX-License-Identifier: MIT

/// Writes JSON strings.
public enum JSONQuoting {
    /// Appends a text as a JSON string with its quotes; escapes only what RFC 8259 section 7 asks for.
    public static func append(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        // Runs without anything to escape are copied at once.
        let bytes = text.utf8.span
        var start = 0
        while true {
            let end = bytes.endOfPlainString(from: start)
            output.append(copying: bytes.extracting(start..<end))
            guard end < bytes.count else { break }
            appendEscaped(bytes[end], to: &output)
            start = end + 1
        }
        output.append(UInt8(ascii: "\""))
    }

    /// A text as a JSON string with its quotes.
    public static func quoted(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + 2)
        append(text, to: &output)
        return output
    }

    private static func appendEscaped(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
        case 0x0a: output.append(UInt8(ascii: "n"))
        case 0x0d: output.append(UInt8(ascii: "r"))
        case 0x09: output.append(UInt8(ascii: "t"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            output.append("u00")
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 15)])
        }
    }
}
