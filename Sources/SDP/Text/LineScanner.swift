// SPDX-License-Identifier: MIT

/// Cuts a text into lines and finds the bytes that may not be in it, in one pass.
///
/// It holds positions only and is given the same text at each step, because a value that keeps a `Span` cannot be
/// kept in one that may escape.
struct LineScanner {
    private var offset = 0
    private var lineNumber = 0

    /// The next line, or nil at the end of the text.
    mutating func next(in text: Span<UInt8>) -> TextLine? {
        guard offset < text.count else { return nil }
        lineNumber += 1
        let start = offset
        var index = start
        var isASCII = true
        var fault: TextFault?

        while true {
            index = text.endOfPrintableASCII(from: index)
            guard index < text.count else {
                offset = index
                return line(start..<index, .none, isASCII, fault, in: text)
            }
            switch text[index] {
            case ASCII.lineFeed:
                offset = index + 1
                return line(start..<index, .lf, isASCII, fault, in: text)
            case ASCII.carriageReturn:
                guard index + 1 < text.count, text[index + 1] == ASCII.lineFeed else {
                    fault = fault ?? TextFault(kind: .strayCarriageReturn, offset: index)
                    break
                }
                offset = index + 2
                return line(start..<index, .crlf, isASCII, fault, in: text)
            case ASCII.tab:
                break
            case 0x80...:
                isASCII = false
            default:
                fault = fault ?? TextFault(kind: .controlCharacter, offset: index)
            }
            index += 1
        }
    }

    private func line(
        _ contents: Range<Int>,
        _ ending: LineEnding,
        _ isASCII: Bool,
        _ fault: TextFault?,
        in text: Span<UInt8>
    ) -> TextLine {
        var line = TextLine(number: lineNumber, contents: contents, ending: ending, fault: fault)
        if !isASCII, let invalid = text.firstInvalidUTF8(in: contents), invalid < fault?.offset ?? .max {
            line.fault = TextFault(kind: .notUTF8, offset: invalid)
        }
        return line
    }
}
