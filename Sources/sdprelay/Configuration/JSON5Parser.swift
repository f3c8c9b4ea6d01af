// SPDX-License-Identifier: MIT

/// Parses JSON5 (https://spec.json5.org) and says where a text is none.
///
/// Foundation's decoder reads JSON5 too, but keeps the place of a mistake to itself.
struct JSON5Parser {
    /// Why a text is not JSON5, and where.
    struct SyntaxError: Error, Hashable, CustomStringConvertible {
        /// What was expected; nothing of the text itself, which may be a secret.
        let expectation: String
        /// The line, from 1.
        let line: Int
        /// The column in bytes, from 1.
        let column: Int

        var description: String { "not JSON5: expected \(expectation) at line \(line), column \(column)" }
    }

    private static let deepestNesting = 64

    let bytes: [UInt8]
    var position = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Parses a whole text.
    static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> ConfigurationValue {
        var parser = JSON5Parser(bytes)
        let value = try parser.value()
        try parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.expected("the end of the text") }
        return value
    }

    // MARK: Structure

    private mutating func value() throws(SyntaxError) -> ConfigurationValue {
        try skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try nested { parser throws(SyntaxError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(SyntaxError) in try parser.array() }
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        default:
            if let word = takeWord() { return word }
            return try number()
        }
    }

    private mutating func nested(
        _ body: (inout JSON5Parser) throws(SyntaxError) -> ConfigurationValue
    ) throws(SyntaxError) -> ConfigurationValue {
        guard depth < Self.deepestNesting else { throw expected("no more than \(Self.deepestNesting) levels") }
        depth += 1
        defer { depth -= 1 }
        position += 1
        return try body(&self)
    }

    private mutating func array() throws(SyntaxError) -> ConfigurationValue {
        var elements: [ConfigurationValue] = []
        while try !takeAfterSpace("]") {
            elements.append(try value())
            if try takeAfterSpace(",") { continue }
            guard try takeAfterSpace("]") else { throw expected("\",\" or \"]\"") }
            break
        }
        return .array(elements)
    }

    private mutating func object() throws(SyntaxError) -> ConfigurationValue {
        var members: [String: ConfigurationValue] = [:]
        while try !takeAfterSpace("}") {
            let start = position
            let name = try memberName()
            guard members[name] == nil else {
                position = start
                throw expected("a key that does not stand there already")
            }
            guard try takeAfterSpace(":") else { throw expected("\":\"") }
            members[name] = try value()
            if try takeAfterSpace(",") { continue }
            guard try takeAfterSpace("}") else { throw expected("\",\" or \"}\"") }
            break
        }
        return .object(members)
    }

    private mutating func memberName() throws(SyntaxError) -> String {
        if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return try string() }
        let name = takeIdentifier()
        guard !name.isEmpty else { throw expected("a key") }
        return name
    }

    private mutating func takeWord() -> ConfigurationValue? {
        let start = position
        switch takeIdentifier() {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            position = start
            return nil
        }
    }

    // MARK: Characters

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func takeAfterSpace(_ character: Unicode.Scalar) throws(SyntaxError) -> Bool {
        try skipSpace()
        return take(character)
    }

    /// An identifier, of ASCII letters, digits, `_` and `$`; empty if there is none.
    mutating func takeIdentifier() -> String {
        let rest = bytes[position...]
        let name = rest.prefix { $0.isIdentifierCharacter }
        guard let first = name.first, !first.isDigit else { return "" }
        position = name.endIndex
        return String(decoding: name, as: UTF8.self)
    }

    /// Skips white space and comments.
    private mutating func skipSpace() throws(SyntaxError) {
        while let byte = peek {
            switch byte {
            case 0x20, 0x09...0x0d: position += 1
            case UInt8(ascii: "/"): try skipComment()
            default:
                guard let mark = Self.wideSpaces.first(where: { bytes[position...].starts(with: $0) }) else { return }
                position += mark.count
            }
        }
    }

    private mutating func skipComment() throws(SyntaxError) {
        let rest = bytes[position...]
        if rest.starts(with: Array("//".utf8)) {
            position = rest.firstIndex { $0 == 0x0a || $0 == 0x0d } ?? bytes.count
        } else if rest.starts(with: Array("/*".utf8)) {
            guard let end = rest.dropFirst(2).firstRange(of: Array("*/".utf8)) else {
                throw expected("the end of the comment that begins")
            }
            position = end.upperBound
        } else {
            throw expected("a comment or a value")
        }
    }

    /// The no-break space, the byte order mark, and the separators of lines and paragraphs.
    private static let wideSpaces = ["\u{a0}", "\u{feff}", "\u{2028}", "\u{2029}"].map { Array($0.utf8) }

    /// The error at the current position.
    func expected(_ expectation: String) -> SyntaxError {
        let before = bytes[..<position]
        let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        return SyntaxError(
            expectation: expectation,
            line: before.count { $0 == 0x0a } + 1,
            column: position - lineStart + 1
        )
    }
}

extension UInt8 {
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    fileprivate var isIdentifierCharacter: Bool {
        isDigit || (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "_") || self == UInt8(ascii: "$")
    }
}
