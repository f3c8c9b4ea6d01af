// SPDX-License-Identifier: MIT

/// The value of a `Host` field: a host with an optional port, RFC 9110 section 7.2.
enum HostValue {
    /// Whether the value is well-formed; an empty one is (a URL need not have an authority).
    static func isValid(_ value: Span<UInt8>) -> Bool {
        guard value.indices.allSatisfy({ value[$0].isHostCharacter }) else { return false }
        let hostEnd = value.count > 0 && value[0] == UInt8(ascii: "[") ? literalEnd(value) : nameEnd(value)
        guard let hostEnd else { return false }
        return hostEnd == value.count || isPort(value.extracting(hostEnd..<value.count))
    }

    /// The end of an IPv6 literal in brackets.
    private static func literalEnd(_ value: Span<UInt8>) -> Int? {
        guard let end = value.indices.first(where: { value[$0] == UInt8(ascii: "]") }), end > 1 else { return nil }
        return end + 1
    }

    /// The end of a name or an IPv4 address, which hold neither colons nor brackets.
    private static func nameEnd(_ value: Span<UInt8>) -> Int? {
        let end = value.indices.first { value[$0] == ASCII.colon } ?? value.count
        let hasBracket = (0..<end).contains {
            value[$0] == UInt8(ascii: "[") || value[$0] == UInt8(ascii: "]")
        }
        return hasBracket ? nil : end
    }

    /// A colon and any number of digits.
    private static func isPort(_ text: Span<UInt8>) -> Bool {
        text[0] == ASCII.colon && (1..<text.count).allSatisfy { text[$0].decimalDigit != nil }
    }
}
