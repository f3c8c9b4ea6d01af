// SPDX-License-Identifier: MIT

/// The fields of a response, kept as the bytes that go on the wire.
///
/// A value with CR, LF, NUL or another control character could start a field or a response of its own, so it never
/// gets in: the field is left out.
public struct HTTPFields: Sendable, Hashable {
    /// Field lines, each with its final CRLF.
    public private(set) var bytes: [UInt8] = []

    /// Makes an empty block.
    public init() {}

    /// Whether there are no fields.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Makes room for that many bytes of field lines (name, value and 4 bytes each).
    public mutating func reserveCapacity(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    /// Adds a field whose value is a number.
    public mutating func append(_ name: StaticString, _ value: Int) {
        beginLine(name)
        bytes.append(decimal: value)
        bytes.append("\r\n")
    }

    /// Adds a field, unless its value holds a control character other than a tab.
    ///
    /// - Returns: whether the field was added.
    @discardableResult
    public mutating func append(_ name: StaticString, _ value: String) -> Bool {
        appendLine(name, value.utf8.span)
    }

    /// Adds a field whose value is a range of `bytes`, unless it holds a control character other than a tab.
    ///
    /// - Returns: whether the field was added.
    @discardableResult
    public mutating func append(_ name: StaticString, _ source: [UInt8], in range: Range<Int>) -> Bool {
        appendLine(name, source.span.extracting(range))
    }

    /// Adds a field whose name is not known at compile time.
    ///
    /// - Returns: whether the field was added: its name is a token and not one of the server's own, and its value
    ///   holds no control character other than a tab.
    @discardableResult
    public mutating func append(name: String, value: String) -> Bool {
        let nameBytes = name.utf8.span
        guard nameBytes.isToken, !Self.isReserved(nameBytes), value.utf8.span.isFieldValue else { return false }
        bytes.append(copying: nameBytes)
        endLine(value.utf8.span)
        return true
    }

    /// Adds a field whose name and value are ranges of `bytes`, under the same conditions.
    ///
    /// - Returns: whether the field was added.
    @discardableResult
    public mutating func append(_ source: [UInt8], name: Range<Int>, value: Range<Int>) -> Bool {
        let nameBytes = source.span.extracting(name)
        let valueBytes = source.span.extracting(value)
        guard nameBytes.isToken, !Self.isReserved(nameBytes), valueBytes.isFieldValue else { return false }
        bytes.append(copying: nameBytes)
        endLine(valueBytes)
        return true
    }

    /// Adds all fields of another block.
    public mutating func append(contentsOf other: HTTPFields) {
        bytes.append(contentsOf: other.bytes)
    }

    /// The value of the first field with this name (in lower case).
    public func value(of name: StaticString) -> String? {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            guard bytes.span.extracting(line.startIndex..<colon).isASCIICaseInsensitivelyEqual(to: name) else {
                continue
            }
            return String(decoding: line[(colon + 2)..<(line.endIndex - 1)], as: UTF8.self)
        }
        return nil
    }

    // MARK: Lines

    private mutating func appendLine(_ name: StaticString, _ value: Span<UInt8>) -> Bool {
        guard value.isFieldValue else { return false }
        beginLine(name)
        bytes.append(copying: value)
        bytes.append("\r\n")
        return true
    }

    private mutating func beginLine(_ name: StaticString) {
        let isAllowed = name.withUTF8Buffer { text in
            unsafe text.span.isToken && !Self.isReserved(text.span)
        }
        precondition(isAllowed, "\(name) is not a field name or belongs to the server")
        // One allocation for the fields of a usual response.
        if bytes.isEmpty { bytes.reserveCapacity(512) }
        bytes.append(name)
        bytes.append(": ")
    }

    private mutating func endLine(_ value: Span<UInt8>) {
        bytes.append(": ")
        bytes.append(copying: value)
        bytes.append("\r\n")
    }

    /// Fields that describe the connection or the message's length: the server alone knows them.
    private static func isReserved(_ name: Span<UInt8>) -> Bool {
        switch name.count {
        case 4: name.isASCIICaseInsensitivelyEqual(to: "date")
        case 10:
            name.isASCIICaseInsensitivelyEqual(to: "connection")
                || name.isASCIICaseInsensitivelyEqual(to: "keep-alive")
        case 14: name.isASCIICaseInsensitivelyEqual(to: "content-length")
        case 17: name.isASCIICaseInsensitivelyEqual(to: "transfer-encoding")
        default: false
        }
    }
}
