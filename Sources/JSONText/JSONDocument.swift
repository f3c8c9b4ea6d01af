// SPDX-License-Identifier: MIT

/// A checked JSON text: its bytes as they came, and where its values stand in them.
///
/// Nothing is decoded until it is asked for, and nothing is ever written back other than through ``JSONEdit``.
public struct JSONDocument: Sendable {
    /// The nesting of arrays and objects that is accepted.
    public static let defaultMaximumDepth = 64

    /// The text, byte for byte.
    public let bytes: [UInt8]
    /// The outermost value.
    public let root: JSONNode

    /// Checks the whole text.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - maximumSize: How many bytes are taken.
    ///   - maximumDepth: How deep arrays and objects may be nested.
    /// - Throws: ``JSONSyntaxError`` with the place of the first fault.
    public init(
        parsing bytes: [UInt8],
        maximumSize: Int = .max,
        maximumDepth: Int = JSONDocument.defaultMaximumDepth
    ) throws(JSONSyntaxError) {
        try self.init(parsing: bytes, maximumSize: maximumSize, maximumDepth: maximumDepth) { _, _ in }
    }

    /// Checks the whole text, and shows each member of an outermost object while it passes by.
    ///
    /// For texts that are read once: ``forEachMember(of:_:)`` would scan them a second time.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - maximumSize: How many bytes are taken.
    ///   - maximumDepth: How deep arrays and objects may be nested.
    ///   - rootMember: Called with the text and a member of it, in the order of the text; what it saw counts for
    ///     nothing if the initialiser throws.
    /// - Throws: ``JSONSyntaxError`` with the place of the first fault.
    public init(
        parsing bytes: [UInt8],
        maximumSize: Int = .max,
        maximumDepth: Int = JSONDocument.defaultMaximumDepth,
        rootMember: (Span<UInt8>, JSONMember) -> Void
    ) throws(JSONSyntaxError) {
        let text = bytes.span
        guard text.count <= maximumSize else { throw JSONSyntaxError(code: .tooLarge, offset: maximumSize) }
        do throws(JSONSyntaxError) {
            root = try JSONScanner.scanText(text, depth: maximumDepth, onMember: rootMember)
        } catch {
            // Wherever the grammar was broken first, a text in another encoding is told so. The scanner has seen to the
            // strings only; elsewhere the grammar has no byte that is not ASCII.
            try Self.checkUTF8(text)
            throw error
        }
        self.bytes = bytes
    }

    private static func checkUTF8(_ text: Span<UInt8>) throws(JSONSyntaxError) {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text)
        } catch {
            throw JSONSyntaxError(code: .notUTF8, offset: error.byteOffsets.lowerBound)
        }
    }

    /// Calls `body` for each member of an object, in the order of the text; does nothing for other kinds.
    public func forEachMember(of object: JSONNode, _ body: (JSONMember) -> Void) {
        guard object.kind == .object else { return }
        let text = bytes.span
        var position = object.range.lowerBound + 1
        JSONScanner.skipWhitespace(text, at: &position)
        while position < object.range.upperBound - 1 {
            // The text was checked at the start, so scanning it again cannot fail.
            guard let member = try? JSONScanner.scanMember(text, at: &position, depth: .max) else { return }
            body(member)
            position += 1
            JSONScanner.skipWhitespace(text, at: &position)
        }
    }

    /// The elements of an array, in order; none for other kinds.
    public func elements(of array: JSONNode) -> [JSONNode] {
        guard array.kind == .array else { return [] }
        let text = bytes.span
        var elements: [JSONNode] = []
        var position = array.range.lowerBound + 1
        JSONScanner.skipWhitespace(text, at: &position)
        while position < array.range.upperBound - 1 {
            // The text was checked at the start, so scanning it again cannot fail.
            guard let element = try? JSONScanner.scanValue(text, at: &position, depth: .max) else { break }
            elements.append(element)
            JSONScanner.skipWhitespace(text, at: &position)
            position += 1
            JSONScanner.skipWhitespace(text, at: &position)
        }
        return elements
    }

    /// Whether a member has this name, however it is escaped.
    public func isNamed(_ member: JSONMember, _ name: StaticString) -> Bool {
        hasText(member.name, name)
    }

    /// The values of all members with this name, in the order of the text; none for other kinds.
    public func members(_ name: StaticString, of object: JSONNode) -> [JSONNode] {
        var found: [JSONNode] = []
        forEachMember(of: object) { member in
            if hasText(member.name, name) { found.append(member.value) }
        }
        return found
    }

    /// The value of the last member with this name, as most decoders would see it; nil for other kinds.
    public func member(_ name: StaticString, of object: JSONNode) -> JSONNode? {
        var found: JSONNode?
        forEachMember(of: object) { member in
            if hasText(member.name, name) { found = member.value }
        }
        return found
    }

    /// Follows member names from the outermost value.
    public func value(at path: StaticString...) -> JSONNode? {
        var node = root
        for name in path {
            guard let next = member(name, of: node) else { return nil }
            node = next
        }
        return node
    }

    /// The text of a string value, unescaped; nil for other kinds.
    public func string(_ node: JSONNode) -> String? {
        guard node.kind == .string else { return nil }
        let inside = node.range.lowerBound + 1..<node.range.upperBound - 1
        guard hasEscape(inside) else { return String(decoding: bytes[inside], as: UTF8.self) }
        return JSONStringDecoder.decode(bytes.span, inside: inside)
    }

    /// The value of an integer written without fraction or exponent; nil for anything else or beyond 64 bits.
    public func integer(_ node: JSONNode) -> Int? {
        guard node.kind == .number else { return nil }
        return Int(String(decoding: bytes[node.range], as: UTF8.self))
    }

    /// The value of a number; nil for other kinds, infinite beyond the range of `Double`.
    public func number(_ node: JSONNode) -> Double? {
        guard node.kind == .number else { return nil }
        return Double(String(decoding: bytes[node.range], as: UTF8.self))
    }

    /// Whether a value is a string with this text, however it is escaped.
    public func isString(_ node: JSONNode, _ text: StaticString) -> Bool {
        node.kind == .string && hasText(node, text)
    }

    /// Whether a value is a string with this text, which is known at run time only.
    public func isString(_ node: JSONNode, equalTo text: String) -> Bool {
        node.kind == .string && hasText(node, text.utf8.span)
    }

    /// The value that was found in this range before, which must be that of a value: its first byte tells what it is.
    public func node(at range: Range<Int>) -> JSONNode {
        let kind: JSONNode.Kind =
            switch bytes[range.lowerBound] {
            case UInt8(ascii: "{"): .object
            case UInt8(ascii: "["): .array
            case UInt8(ascii: "\""): .string
            case UInt8(ascii: "t"): .true
            case UInt8(ascii: "f"): .false
            case UInt8(ascii: "n"): .null
            default: .number
            }
        return JSONNode(kind: kind, range: range)
    }

    /// The bytes of a value as they came.
    public func raw(_ node: JSONNode) -> ArraySlice<UInt8> { bytes[node.range] }

    private func hasText(_ string: JSONNode, _ expected: StaticString) -> Bool {
        expected.withUTF8Buffer { hasText(string, unsafe $0.span) }
    }

    private func hasText(_ node: JSONNode, _ expected: Span<UInt8>) -> Bool {
        let inside = node.range.lowerBound + 1..<node.range.upperBound - 1
        if holds(expected, in: inside) { return true }
        // `"m\u006fdel"` is the same name as `"model"`. An escape is longer than what it stands for, by up to six times.
        guard inside.count > expected.count, inside.count <= expected.count * 6, hasEscape(inside) else { return false }
        // By code points: strings are equal by canonical equivalence, which JSON names are not.
        guard let decoded = string(node)?.utf8, decoded.count == expected.count else { return false }
        let text = decoded.span
        for offset in text.indices where text[offset] != expected[offset] { return false }
        return true
    }

    private func holds(_ expected: Span<UInt8>, in range: Range<Int>) -> Bool {
        guard range.count == expected.count else { return false }
        let text = bytes.span
        for offset in expected.indices where text[range.lowerBound + offset] != expected[offset] { return false }
        return true
    }

    /// Whether there is a backslash inside of a string: in a checked one nothing else ends the scan before the quote.
    private func hasEscape(_ inside: Range<Int>) -> Bool {
        bytes.span.endOfPlainString(from: inside.lowerBound) < inside.upperBound
    }
}
