// SPDX-License-Identifier: MIT

/// Finds the parts of a request line, RFC 9112 section 3, in input that comes in pieces.
///
/// ```
/// request-line = method SP request-target SP HTTP-version CRLF
/// ```
/// One empty line before it is skipped (RFC 9112 section 2.2). Each byte is looked at once, in order.
struct RequestLineScanner {
    private enum State {
        case start, emptyLineEnd, startAfterEmptyLine, method, target, version, lineEnd
    }

    /// Where the parts stand, counted from the first byte of the method.
    private(set) var methodEnd = 0
    private(set) var targetEnd = 0
    private(set) var minorVersion = 1

    private var state = State.start
    private var versionText: (majorDigit: UInt8, minorDigit: UInt8) = (0, 0)
    private let maxTargetBytes: Int

    private static let maxMethodBytes = 32
    /// The version's form; `0` stands for a digit.
    private static let versionForm: InlineArray<8, UInt8> = [0x48, 0x54, 0x54, 0x50, 0x2f, 0x30, 0x2e, 0x30]

    init(maxTargetBytes: Int) {
        self.maxTargetBytes = maxTargetBytes
    }

    /// Where the target begins.
    var targetStart: Int { methodEnd + 1 }
    private var versionStart: Int { targetEnd + 1 }

    /// Whether no byte of a request has come.
    var isIdle: Bool { state == .start }

    /// Skips the empty line that some clients send after a body.
    ///
    /// It says whether the next byte of the input belongs to the request line.
    mutating func skipEmptyLine(_ input: Span<UInt8>, from offset: inout Int) throws(HTTPServerFailure) -> Bool {
        if state == .start, offset < input.count, input[offset] == ASCII.carriageReturn {
            state = .emptyLineEnd
            offset += 1
        }
        if state == .emptyLineEnd, offset < input.count {
            guard input[offset] == ASCII.lineFeed else { throw .malformedRequest(.bareCarriageReturn) }
            state = .startAfterEmptyLine
            offset += 1
        }
        return offset < input.count
    }

    /// Scans from `offset` on and moves it behind the last byte used.
    ///
    /// `base` is what to add to a position in the input for the number of bytes since the method's first.
    /// It says whether the line is complete.
    mutating func scan(_ input: Span<UInt8>, from offset: inout Int, base: Int) throws(HTTPServerFailure) -> Bool {
        while offset < input.count {
            switch state {
            case .start, .startAfterEmptyLine, .emptyLineEnd:
                guard input[offset].isTokenCharacter else { throw .malformedRequest(.invalidMethod) }
                state = .method
            case .method:
                guard try scanMethod(input, from: &offset, base: base) else { return false }
            case .target:
                guard try scanTarget(input, from: &offset, base: base) else { return false }
            case .version:
                try scanVersion(input[offset], at: base + offset)
                offset += 1
            case .lineEnd:
                guard input[offset] == ASCII.lineFeed else { throw .malformedRequest(.bareCarriageReturn) }
                offset += 1
                try decideVersion()
                return true
            }
        }
        return false
    }

    private mutating func scanMethod(
        _ input: Span<UInt8>,
        from offset: inout Int,
        base: Int
    ) throws(HTTPServerFailure) -> Bool {
        while offset < input.count, input[offset].isTokenCharacter {
            guard base + offset < Self.maxMethodBytes else { throw .malformedRequest(.invalidMethod) }
            offset += 1
        }
        guard offset < input.count else { return false }
        guard input[offset] == ASCII.space else { throw .malformedRequest(.invalidMethod) }
        methodEnd = base + offset
        offset += 1
        state = .target
        return true
    }

    private mutating func scanTarget(
        _ input: Span<UInt8>,
        from offset: inout Int,
        base: Int
    ) throws(HTTPServerFailure) -> Bool {
        let limit = targetStart + maxTargetBytes - base
        while offset < input.count, input[offset].isVisible {
            guard offset < limit else { throw .targetTooLong }
            offset += 1
        }
        guard offset < input.count else { return false }
        guard input[offset] == ASCII.space else { throw .malformedRequest(.invalidTarget) }
        targetEnd = base + offset
        offset += 1
        state = .version
        return true
    }

    private mutating func scanVersion(_ byte: UInt8, at position: Int) throws(HTTPServerFailure) {
        let index = position - versionStart
        switch index {
        case 5, 7:
            guard byte.decimalDigit != nil else { throw .malformedRequest(.invalidVersion) }
            if index == 5 { versionText.majorDigit = byte } else { versionText.minorDigit = byte }
        case 8:
            if byte == ASCII.lineFeed { throw .malformedRequest(.bareLineFeed) }
            guard byte == ASCII.carriageReturn else { throw .malformedRequest(.invalidVersion) }
            state = .lineEnd
        default:
            guard byte == Self.versionForm[index] else { throw .malformedRequest(.invalidVersion) }
        }
    }

    /// A higher minor version is answered as the highest that is known, RFC 9110 section 2.5.
    private mutating func decideVersion() throws(HTTPServerFailure) {
        guard versionText.majorDigit == UInt8(ascii: "1") else { throw .unsupportedVersion }
        minorVersion = versionText.minorDigit == UInt8(ascii: "0") ? 0 : 1
    }
}
