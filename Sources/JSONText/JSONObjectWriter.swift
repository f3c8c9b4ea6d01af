// SPDX-License-Identifier: MIT

/// Writes one JSON object, member by member, in the order of the calls.
///
/// Names are literals of ours and are written without escaping.
public struct JSONObjectWriter: Sendable {
    private var text: [UInt8]
    private var isFirst = true

    /// Starts an object; reserves room for `capacity` bytes.
    public init(capacity: Int = 256) {
        text = []
        text.reserveCapacity(capacity)
        text.append(UInt8(ascii: "{"))
    }

    /// Starts an object at the end of a text, which is taken out and given back with the object by ``finish()``.
    ///
    /// Taken out, because a second owner would have the whole text copied at the next byte.
    public init(takingOver text: inout [UInt8]) {
        self.text = []
        swap(&self.text, &text)
        self.text.append(UInt8(ascii: "{"))
    }

    /// Whether no member has been written.
    public var isEmpty: Bool { isFirst }

    /// Writes a string member.
    public mutating func write(_ name: StaticString, _ value: String) {
        writeName(name)
        JSONQuoting.append(value, to: &text)
    }

    /// Writes a string member, or nothing for nil.
    public mutating func writeIfPresent(_ name: StaticString, _ value: String?) {
        if let value { write(name, value) }
    }

    /// Writes a string member, or `null` for nil.
    public mutating func writeOrNull(_ name: StaticString, _ value: String?) {
        if let value {
            write(name, value)
        } else {
            writeName(name)
            text.append("null")
        }
    }

    /// Writes a number member.
    public mutating func write(_ name: StaticString, _ value: Int) {
        writeName(name)
        text.append(decimal: value)
    }

    /// Writes a number member, or nothing for nil.
    public mutating func writeIfPresent(_ name: StaticString, _ value: Int?) {
        if let value { write(name, value) }
    }

    /// Writes a number member in the shortest way that gives the same value; `null` if it is not finite.
    public mutating func write(_ name: StaticString, _ value: Double) {
        writeName(name)
        guard value.isFinite else {
            text.append("null")
            return
        }
        let digits = value.description
        text.append(contentsOf: digits.hasSuffix(".0") ? digits.utf8.dropLast(2) : digits.utf8[...])
    }

    /// Writes a number member, or nothing for nil.
    public mutating func writeIfPresent(_ name: StaticString, _ value: Double?) {
        if let value { write(name, value) }
    }

    /// Writes `true` or `false`.
    public mutating func write(_ name: StaticString, _ value: Bool) {
        writeName(name)
        text.append(value ? "true" : "false")
    }

    /// Writes a member whose value is a JSON text.
    public mutating func write(_ name: StaticString, raw value: [UInt8]) {
        writeName(name)
        text.append(contentsOf: value)
    }

    /// Writes a member whose value is a JSON text.
    public mutating func write(_ name: StaticString, raw value: ArraySlice<UInt8>) {
        writeName(name)
        text.append(contentsOf: value)
    }

    /// Writes an array member, whose elements are JSON texts.
    public mutating func write(_ name: StaticString, array elements: [[UInt8]]) {
        writeName(name)
        text.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: element)
        }
        text.append(UInt8(ascii: "]"))
    }

    /// Writes a member of another text as it stands there.
    public mutating func write(_ member: JSONMember, of document: JSONDocument) {
        write(rawName: document.raw(member.name), raw: document.raw(member.value))
    }

    /// Writes a member whose name is a JSON string with its quotes, and whose value is a JSON text.
    public mutating func write(rawName name: ArraySlice<UInt8>, raw value: ArraySlice<UInt8>) {
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
        text.append(contentsOf: name)
        text.append(UInt8(ascii: ":"))
        text.append(contentsOf: value)
    }

    /// The object; the writer is used up.
    public consuming func finish() -> [UInt8] {
        text.append(UInt8(ascii: "}"))
        return text
    }

    private mutating func writeName(_ name: StaticString) {
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
        text.append(UInt8(ascii: "\""))
        text.append(name)
        text.append(UInt8(ascii: "\""))
        text.append(UInt8(ascii: ":"))
    }
}
