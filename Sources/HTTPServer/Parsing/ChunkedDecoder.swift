// SPDX-License-Identifier: MIT

/// Undoes the chunked transfer coding, RFC 9112 section 7.1, piece by piece.
///
/// ```
/// chunked-body = *( chunk-size [ chunk-ext ] CRLF chunk-data CRLF ) 1*"0" [ chunk-ext ] CRLF trailer-section CRLF
/// ```
/// Extensions and trailer fields are bounded, checked and discarded. White space before an extension's `;` is refused
/// although RFC 9112 section 7.1.1 would let it pass: no client sends it, and smuggling has used it.
struct ChunkedDecoder {
    private enum State {
        case sizeStart, size, sizeExtension, sizeLineEnd, data, dataReturn, dataLineFeed, trailer
    }

    private static let maxSizeDigits = 15
    private static let maxExtensionBytes = 256
    private static let maxTrailerBytes = 4096

    private var state = State.sizeStart
    private var digits = 0
    private var extensionBytes = 0
    private var remaining = 0
    private var trailer: FieldSectionScanner
    private let limit: Int

    /// Makes a decoder for a body of at most `limit` bytes.
    init(limit: Int, maxTrailerFields: Int) {
        self.limit = limit
        trailer = FieldSectionScanner(maxBytes: Self.maxTrailerBytes, maxFields: maxTrailerFields)
    }

    /// Adds the data from `offset` on to `body` and moves `offset` behind the last byte used.
    ///
    /// - Returns: whether the body is complete.
    mutating func decode(
        _ input: Span<UInt8>,
        from offset: inout Int,
        into body: inout [UInt8]
    ) throws(HTTPServerFailure) -> Bool {
        while offset < input.count {
            switch state {
            case .data:
                copyData(input, from: &offset, into: &body)
            case .trailer:
                return try trailer.scan(input, from: &offset, base: 0)
            case .sizeStart, .size, .sizeExtension, .sizeLineEnd, .dataReturn, .dataLineFeed:
                try decodeDelimiter(input[offset], bodyCount: body.count)
                offset += 1
            }
        }
        return false
    }

    private mutating func copyData(_ input: Span<UInt8>, from offset: inout Int, into body: inout [UInt8]) {
        let count = min(remaining, input.count - offset)
        body.append(copying: input.extracting(offset..<offset + count))
        offset += count
        remaining -= count
        if remaining == 0 { state = .dataReturn }
    }

    /// Takes one byte of a size line, or of the line end after the data.
    private mutating func decodeDelimiter(_ byte: UInt8, bodyCount: Int) throws(HTTPServerFailure) {
        switch state {
        case .sizeStart, .size:
            try decodeSize(byte)
        case .sizeExtension:
            try decodeExtension(byte)
        case .sizeLineEnd:
            guard byte == ASCII.lineFeed else { throw .malformedRequest(.bareCarriageReturn) }
            guard remaining <= limit - bodyCount else { throw .bodyTooLarge(limit: limit) }
            state = remaining == 0 ? .trailer : .data
        case .dataReturn:
            guard byte == ASCII.carriageReturn else { throw .malformedRequest(.unterminatedChunk) }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == ASCII.lineFeed else { throw .malformedRequest(.unterminatedChunk) }
            state = .sizeStart
        case .data, .trailer:
            preconditionFailure("\(state) is not a delimiter")
        }
    }

    private mutating func decodeSize(_ byte: UInt8) throws(HTTPServerFailure) {
        if state == .sizeStart {
            (digits, extensionBytes, remaining) = (0, 0, 0)
            state = .size
        }
        if let digit = byte.hexadecimalDigit {
            digits += 1
            guard digits <= Self.maxSizeDigits else { throw .malformedRequest(.invalidChunkSize) }
            remaining = remaining << 4 | digit
            return
        }
        guard digits > 0 else { throw .malformedRequest(.invalidChunkSize) }
        switch byte {
        case ASCII.semicolon: state = .sizeExtension
        case ASCII.carriageReturn: state = .sizeLineEnd
        case ASCII.lineFeed: throw .malformedRequest(.bareLineFeed)
        default: throw .malformedRequest(.invalidChunkSize)
        }
    }

    private mutating func decodeExtension(_ byte: UInt8) throws(HTTPServerFailure) {
        if byte == ASCII.carriageReturn {
            state = .sizeLineEnd
            return
        }
        guard byte.isFieldValueByte else {
            throw .malformedRequest(byte == ASCII.lineFeed ? .bareLineFeed : .controlCharacter)
        }
        extensionBytes += 1
        guard extensionBytes <= Self.maxExtensionBytes else { throw .malformedRequest(.chunkExtensionTooLong) }
    }
}
