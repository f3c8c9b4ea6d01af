// SPDX-License-Identifier: MIT

/// The field lines of an HTTP response as they came, and where each name and value stands in them.
public struct FieldBlock: Hashable, Sendable {
    private struct Line: Hashable, Sendable {
        let nameStart: Int32
        let nameEnd: Int32
        let valueStart: Int32
        let valueEnd: Int32

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// The lines, each with its line end.
    public let bytes: [UInt8]
    private let lines: [Line]

    /// Finds the lines of a block; what has no colon is no field.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        lines = Self.lines(in: bytes.span)
    }

    /// The value of the first field with this name; `name` must be in lower case.
    public func value(of name: StaticString) -> String? {
        for line in lines where matches(line.name, name) {
            return String(decoding: bytes[line.value], as: UTF8.self)
        }
        return nil
    }

    /// Calls `body` with the ranges of each field's name and value whose name starts with `prefix` (in lower case).
    public func forEachField(prefix: StaticString, _ body: (_ name: Range<Int>, _ value: Range<Int>) -> Void) {
        let count = prefix.utf8CodeUnitCount
        for line in lines where line.name.count >= count {
            let start = line.name.lowerBound
            if matches(start..<start + count, prefix) { body(line.name, line.value) }
        }
    }

    private static func lines(in text: Span<UInt8>) -> [Line] {
        var lines: [Line] = []
        lines.reserveCapacity(24)
        var start = 0
        var colon: Int?
        for position in text.indices {
            switch text[position] {
            case UInt8(ascii: ":") where colon == nil: colon = position
            case UInt8(ascii: "\n"):
                if let colon {
                    let value = trimmed(colon + 1..<position, text)
                    lines.append(
                        Line(
                            nameStart: Int32(start),
                            nameEnd: Int32(colon),
                            valueStart: Int32(value.lowerBound),
                            valueEnd: Int32(value.upperBound)
                        )
                    )
                }
                start = position + 1
                colon = nil
            default: break
            }
        }
        return lines
    }

    private static func trimmed(_ range: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isSpace(text[lower]) { lower += 1 }
        while upper > lower, isSpace(text[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    private func matches(_ range: Range<Int>, _ name: StaticString) -> Bool {
        range.count == name.utf8CodeUnitCount && ASCIICase.equal(bytes.span, range, lowercased: name)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
}
