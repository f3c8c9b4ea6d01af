// SPDX-License-Identifier: MIT

/// Finds the lines of a header or trailer section, RFC 9112 section 5, in input that comes in pieces.
///
/// ```
/// field-section = *( field-name ":" field-value CRLF ) CRLF
/// ```
/// Each byte is looked at once, in order, so the outcome never depends on where the input was cut.
struct FieldSectionScanner {
    private enum State {
        case lineStart, name, value, lineEnd, sectionEnd
    }

    /// Where the fields stand; values still have the white space around them.
    var fields: [FieldSpan] = []
    private var state = State.lineStart
    private var remainingBytes: Int
    private let maxFields: Int

    init(maxBytes: Int, maxFields: Int) {
        remainingBytes = maxBytes
        self.maxFields = maxFields
    }

    /// Scans from `offset` on and moves it behind the last byte used.
    ///
    /// `base` is the position of the input's byte 0 in the block that the ranges are to refer to. It says whether the
    /// section is complete, its empty line included.
    mutating func scan(
        _ input: Span<UInt8>,
        from offset: inout Int,
        base: Int
    ) throws(HTTPServerFailure) -> Bool {
        let start = offset
        let isTruncated = input.count - start > remainingBytes
        let end = isTruncated ? start + remainingBytes : input.count
        let isComplete = try scanLines(input, from: &offset, to: end, base: base)
        remainingBytes -= offset - start
        if !isComplete, remainingBytes == 0 { throw .headerTooLarge }
        return isComplete
    }

    private mutating func scanLines(
        _ input: Span<UInt8>,
        from offset: inout Int,
        to end: Int,
        base: Int
    ) throws(HTTPServerFailure) -> Bool {
        while offset < end {
            let byte = input[offset]
            switch state {
            case .lineStart:
                try beginLine(byte, at: base + offset)
            case .name:
                while offset < end, input[offset].isTokenCharacter { offset += 1 }
                if offset == end { return false }
                try endName(input[offset], at: base + offset)
            case .value:
                while offset < end, input[offset].isFieldValueByte { offset += 1 }
                if offset == end { return false }
                try endValue(input[offset], at: base + offset)
            case .lineEnd:
                guard byte == ASCII.lineFeed else { throw .malformedRequest(.bareCarriageReturn) }
                state = .lineStart
            case .sectionEnd:
                guard byte == ASCII.lineFeed else { throw .malformedRequest(.bareCarriageReturn) }
                offset += 1
                return true
            }
            offset += 1
        }
        return false
    }

    private mutating func beginLine(_ byte: UInt8, at position: Int) throws(HTTPServerFailure) {
        if byte == ASCII.carriageReturn {
            state = .sectionEnd
            return
        }
        guard !byte.isBlank else { throw .malformedRequest(.foldedLine) }
        guard byte != ASCII.lineFeed else { throw .malformedRequest(.bareLineFeed) }
        guard byte.isTokenCharacter else { throw .malformedRequest(.invalidFieldName) }
        guard fields.count < maxFields else { throw .tooManyFields }
        // A request has about a dozen fields: one allocation instead of four.
        if fields.isEmpty { fields.reserveCapacity(16) }
        let start = UInt32(position)
        fields.append(FieldSpan(nameStart: start, nameEnd: start, valueStart: start, valueEnd: start))
        state = .name
    }

    private mutating func endName(_ byte: UInt8, at position: Int) throws(HTTPServerFailure) {
        // Also refuses white space before the colon, RFC 9112 section 5.1.
        guard byte == ASCII.colon else { throw .malformedRequest(.invalidFieldName) }
        fields[fields.count - 1].nameEnd = UInt32(position)
        fields[fields.count - 1].valueStart = UInt32(position + 1)
        state = .value
    }

    private mutating func endValue(_ byte: UInt8, at position: Int) throws(HTTPServerFailure) {
        guard byte == ASCII.carriageReturn else {
            throw .malformedRequest(byte == ASCII.lineFeed ? .bareLineFeed : .controlCharacter)
        }
        fields[fields.count - 1].valueEnd = UInt32(position)
        state = .lineEnd
    }
}
