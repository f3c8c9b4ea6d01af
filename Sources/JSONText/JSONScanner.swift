// SPDX-License-Identifier: MIT

/// A scanner that checks the whole grammar of RFC 8259 and builds nothing.
///
/// Recursion is bounded by the depth limit. Every function takes the position of the next byte and leaves it after
/// what it has scanned.
enum JSONScanner {
    static func scanValue(
        _ text: Span<UInt8>,
        at position: inout Int,
        depth: Int
    ) throws(JSONSyntaxError) -> JSONNode {
        let start = position
        let kind: JSONNode.Kind
        switch try byte(text, at: position) {
        case UInt8(ascii: "{"):
            try scanObject(text, at: &position, depth: depth) { _, _ in }
            kind = .object
        case UInt8(ascii: "["):
            try scanArray(text, at: &position, depth: depth)
            kind = .array
        case UInt8(ascii: "\""):
            try scanString(text, at: &position)
            kind = .string
        case UInt8(ascii: "t"):
            try scanLiteral("true", text, at: &position)
            kind = .true
        case UInt8(ascii: "f"):
            try scanLiteral("false", text, at: &position)
            kind = .false
        case UInt8(ascii: "n"):
            try scanLiteral("null", text, at: &position)
            kind = .null
        default:
            try scanNumber(text, at: &position)
            kind = .number
        }
        return JSONNode(kind: kind, range: start..<position)
    }

    /// Scans a whole text; `onMember` sees the members of the outermost object.
    static func scanText(
        _ text: Span<UInt8>,
        depth: Int,
        onMember: (Span<UInt8>, JSONMember) -> Void
    ) throws(JSONSyntaxError) -> JSONNode {
        var position = 0
        skipWhitespace(text, at: &position)
        let root = try scanRoot(text, at: &position, depth: depth, onMember: onMember)
        skipWhitespace(text, at: &position)
        guard position == text.count else { throw JSONSyntaxError(code: .trailingBytes, offset: position) }
        return root
    }

    /// Scans the outermost value; `onMember` sees the members of an object.
    private static func scanRoot(
        _ text: Span<UInt8>,
        at position: inout Int,
        depth: Int,
        onMember: (Span<UInt8>, JSONMember) -> Void
    ) throws(JSONSyntaxError) -> JSONNode {
        let start = position
        guard try byte(text, at: position) == UInt8(ascii: "{") else {
            return try scanValue(text, at: &position, depth: depth)
        }
        try scanObject(text, at: &position, depth: depth, onMember: onMember)
        return JSONNode(kind: .object, range: start..<position)
    }

    static func skipWhitespace(_ text: Span<UInt8>, at position: inout Int) {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return
            }
        }
    }

    /// Scans a name, the colon and a value; the position must be at the name.
    static func scanMember(
        _ text: Span<UInt8>,
        at position: inout Int,
        depth: Int
    ) throws(JSONSyntaxError) -> JSONMember {
        let start = position
        guard try byte(text, at: position) == UInt8(ascii: "\"") else {
            throw JSONSyntaxError(code: .unexpectedByte, offset: position)
        }
        try scanString(text, at: &position)
        let name = JSONNode(kind: .string, range: start..<position)
        skipWhitespace(text, at: &position)
        try expect(UInt8(ascii: ":"), text, at: &position)
        skipWhitespace(text, at: &position)
        let value = try scanValue(text, at: &position, depth: depth)
        skipWhitespace(text, at: &position)
        return JSONMember(name: name, value: value)
    }

    // MARK: Containers

    @inline(__always)
    private static func scanObject(
        _ text: Span<UInt8>,
        at position: inout Int,
        depth: Int,
        onMember: (Span<UInt8>, JSONMember) -> Void
    ) throws(JSONSyntaxError) {
        guard depth > 0 else { throw JSONSyntaxError(code: .tooDeep, offset: position) }
        position += 1
        skipWhitespace(text, at: &position)
        if try byte(text, at: position) == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            onMember(text, try scanMember(text, at: &position, depth: depth - 1))
            if try separatorOrEnd(UInt8(ascii: "}"), text, at: &position) { return }
        }
    }

    private static func scanArray(
        _ text: Span<UInt8>,
        at position: inout Int,
        depth: Int
    ) throws(JSONSyntaxError) {
        guard depth > 0 else { throw JSONSyntaxError(code: .tooDeep, offset: position) }
        position += 1
        skipWhitespace(text, at: &position)
        if try byte(text, at: position) == UInt8(ascii: "]") {
            position += 1
            return
        }
        while true {
            _ = try scanValue(text, at: &position, depth: depth - 1)
            skipWhitespace(text, at: &position)
            if try separatorOrEnd(UInt8(ascii: "]"), text, at: &position) { return }
        }
    }

    /// Takes a comma (false: another element follows) or the closing bracket (true).
    private static func separatorOrEnd(
        _ end: UInt8,
        _ text: Span<UInt8>,
        at position: inout Int
    ) throws(JSONSyntaxError) -> Bool {
        let found = try byte(text, at: position)
        guard found == end || found == UInt8(ascii: ",") else {
            throw JSONSyntaxError(code: .unexpectedByte, offset: position)
        }
        position += 1
        if found == end { return true }
        skipWhitespace(text, at: &position)
        return false
    }

    // MARK: Scalars

    private static func scanString(_ text: Span<UInt8>, at position: inout Int) throws(JSONSyntaxError) {
        position += 1
        while true {
            position = text.endOfPlainASCII(from: position)
            switch try byte(text, at: position) {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): try scanEscape(text, at: &position)
            case 0x80...:
                let start = position
                guard text.skipsUTF8(at: &position) else { throw JSONSyntaxError(code: .notUTF8, offset: start) }
            default: throw JSONSyntaxError(code: .controlCharacter, offset: position)
            }
        }
    }

    private static func scanEscape(_ text: Span<UInt8>, at position: inout Int) throws(JSONSyntaxError) {
        let start = position
        position += 1
        switch try byte(text, at: position) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            for _ in 0..<4 {
                guard try byte(text, at: position).hexDigitValue != nil else {
                    throw JSONSyntaxError(code: .invalidEscape, offset: start)
                }
                position += 1
            }
        default:
            throw JSONSyntaxError(code: .invalidEscape, offset: start)
        }
    }

    private static func scanNumber(_ text: Span<UInt8>, at position: inout Int) throws(JSONSyntaxError) {
        let start = position
        if text[position] == UInt8(ascii: "-") { position += 1 }
        guard position < text.count, text[position].isDigit else {
            // A lone minus is a broken number; anything else never was one.
            throw JSONSyntaxError(code: position > start ? .invalidNumber : .unexpectedByte, offset: start)
        }
        if text[position] == UInt8(ascii: "0") {
            position += 1
        } else {
            skipDigits(text, at: &position)
        }
        if position < text.count, text[position] == UInt8(ascii: ".") {
            position += 1
            try requireDigits(text, at: &position, numberStart: start)
        }
        if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < text.count, text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") {
                position += 1
            }
            try requireDigits(text, at: &position, numberStart: start)
        }
        if position < text.count, text[position].isDigit {
            throw JSONSyntaxError(code: .invalidNumber, offset: start)
        }
    }

    private static func skipDigits(_ text: Span<UInt8>, at position: inout Int) {
        while position < text.count, text[position].isDigit { position += 1 }
    }

    private static func requireDigits(
        _ text: Span<UInt8>,
        at position: inout Int,
        numberStart: Int
    ) throws(JSONSyntaxError) {
        let first = position
        skipDigits(text, at: &position)
        guard position > first else { throw JSONSyntaxError(code: .invalidNumber, offset: numberStart) }
    }

    private static func scanLiteral(
        _ literal: String,
        _ text: Span<UInt8>,
        at position: inout Int
    ) throws(JSONSyntaxError) {
        for expected in literal.utf8 { try expect(expected, text, at: &position) }
    }

    private static func expect(
        _ expected: UInt8,
        _ text: Span<UInt8>,
        at position: inout Int
    ) throws(JSONSyntaxError) {
        guard try byte(text, at: position) == expected else {
            throw JSONSyntaxError(code: .unexpectedByte, offset: position)
        }
        position += 1
    }

    private static func byte(_ text: Span<UInt8>, at position: Int) throws(JSONSyntaxError) -> UInt8 {
        guard position < text.count else { throw JSONSyntaxError(code: .unexpectedEnd, offset: position) }
        return text[position]
    }
}

extension UInt8 {
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    /// 0–15 for a hexadecimal digit of either case.
    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
