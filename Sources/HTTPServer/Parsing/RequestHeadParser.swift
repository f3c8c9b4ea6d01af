// SPDX-License-Identifier: MIT

/// Reads one request head from input that comes in pieces.
struct RequestHeadParser {
    private var bytes: [UInt8] = []
    private var line: RequestLineScanner
    private var fields: FieldSectionScanner
    private var lineIsComplete = false

    init(limits: HTTPRequestParser.Limits) {
        line = RequestLineScanner(maxTargetBytes: limits.maxTargetBytes)
        fields = FieldSectionScanner(maxBytes: limits.maxHeaderBytes, maxFields: limits.maxFields)
    }

    /// Whether no byte of a request has come.
    var isIdle: Bool { line.isIdle }

    /// Takes bytes from `offset` on, as far as the end of the head, and moves `offset` behind them.
    ///
    /// - Returns: the head when it is complete.
    mutating func parse(_ input: Span<UInt8>, from offset: inout Int) throws(HTTPServerFailure) -> RequestHead? {
        if bytes.isEmpty {
            guard try line.skipEmptyLine(input, from: &offset) else { return nil }
        }
        let start = offset
        let base = bytes.count - start
        if !lineIsComplete { lineIsComplete = try line.scan(input, from: &offset, base: base) }
        let isComplete = lineIsComplete ? try fields.scan(input, from: &offset, base: base) : false
        bytes.append(copying: input.extracting(start..<offset))
        return isComplete ? try makeHead() : nil
    }

    private mutating func makeHead() throws(HTTPServerFailure) -> RequestHead {
        let bytes = bytes
        let span = bytes.span
        let trimmed = fields.takeTrimmedFields(of: span)
        let method = HTTPMethod(span.extracting(0..<line.methodEnd))
        let target = try RequestTarget(span, line.targetStart..<line.targetEnd, method: method)
        let semantics = try MessageSemantics(span, trimmed, minorVersion: line.minorVersion)
        return RequestHead(
            bytes: bytes,
            method: method,
            pathRange: target.path,
            queryRange: target.query,
            minorVersion: line.minorVersion,
            fields: trimmed,
            framing: semantics.framing,
            keepsAlive: semantics.keepsAlive,
            expectsContinue: semantics.expectsContinue
        )
    }
}

extension FieldSectionScanner {
    /// Hands out the fields with the white space around their values cut off, RFC 9112 section 5.1.
    mutating func takeTrimmedFields(of block: Span<UInt8>) -> [FieldSpan] {
        for index in fields.indices {
            let value = block.trimmedRange(fields[index].value)
            fields[index].valueStart = UInt32(value.lowerBound)
            fields[index].valueEnd = UInt32(value.upperBound)
        }
        return fields
    }
}

extension HTTPMethod {
    /// The usual methods share their constants: no string is made.
    fileprivate init(_ name: Span<UInt8>) {
        for known in [HTTPMethod.post, .get, .options, .delete, .head] where name.isEqual(to: known.rawValue.utf8.span)
        {
            self = known
            return
        }
        self.init(rawValue: String(copying: name))
    }
}
