// SPDX-License-Identifier: MIT

extension IPAddress: CustomStringConvertible {
    /// The most characters that a text of an address has.
    public static let maximumTextLength = 45

    /// Reads `192.0.2.1` or an IPv6 address (RFC 4291 section 2.2); nil for anything else, a zone included.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(Self.maximumTextLength + 1))
        guard !bytes.isEmpty, bytes.count <= Self.maximumTextLength else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            self.init(ipv6Text: bytes[...])
        } else {
            guard let word = Self.ipv4Word(bytes[...]) else { return nil }
            self.init(ipv4: word)
        }
    }

    private init?(ipv6Text text: ArraySlice<UInt8>) {
        guard let halves = Self.halves(of: text), let head = Self.groups(halves.head, mayEndInIPv4: halves.tail == nil)
        else { return nil }
        var groups = head
        if let tailText = halves.tail {
            // "::" stands for at least one group (RFC 5952 section 4.2.2 writes none for a single one, but it is read).
            guard let tail = Self.groups(tailText, mayEndInIPv4: true), head.count + tail.count < 8 else { return nil }
            groups += Array(repeating: 0, count: 8 - head.count - tail.count) + tail
        }
        guard groups.count == 8 else { return nil }
        self.init(
            ipv6High: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) },
            low: groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
        )
    }

    /// What is before and after the only `::`; no tail without one.
    private static func halves(of text: ArraySlice<UInt8>) -> (head: ArraySlice<UInt8>, tail: ArraySlice<UInt8>?)? {
        let colon = UInt8(ascii: ":")
        guard let first = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon }) else {
            return (text, nil)
        }
        return (text[..<first], text[(first + 2)...])
    }

    private static func groups(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if part.contains(UInt8(ascii: ".")) {
                guard mayEndInIPv4, index == parts.count - 1, let word = ipv4Word(part) else { return nil }
                groups += [UInt16(word >> 16), UInt16(truncatingIfNeeded: word)]
            } else {
                guard let group = hexadecimalGroup(part) else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    private static func hexadecimalGroup(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(text.count) else { return nil }
        var group: UInt16 = 0
        for byte in text {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
            group = group << 4 | UInt16(digit)
        }
        return group
    }

    /// Four decimal numbers without leading zeros, which some read as octal.
    private static func ipv4Word(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var word: UInt32 = 0
        for part in parts {
            guard let number = DecimalNumber.read(part, maximum: 255), part.count == 1 || part.first != 0x30 else {
                return nil
            }
            word = word << 8 | UInt32(number)
        }
        return word
    }

    /// The canonical text (RFC 5952 section 4; a mapped IPv4 address by section 5).
    public var description: String {
        switch family {
        case .ipv4:
            return Self.dotted(low)
        case .ipv6:
            if high == 0, low >> 32 == 0xFFFF { return "::ffff:" + Self.dotted(low & 0xFFFF_FFFF) }
            let groups = (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> UInt64(48 - 16 * ($0 % 4))) }
            guard let gap = Self.longestZeros(groups) else { return Self.colons(groups[...]) }
            return Self.colons(groups[..<gap.lowerBound]) + "::" + Self.colons(groups[gap.upperBound...])
        }
    }

    private static func dotted(_ word: UInt64) -> String {
        "\(word >> 24).\(word >> 16 & 255).\(word >> 8 & 255).\(word & 255)"
    }

    private static func colons(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first of the longest runs of two or more zeros.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var longest: Range<Int>?
        var start = 0
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 { continue }
            if index - start >= 2, index - start > longest?.count ?? 0 { longest = start..<index }
            start = index + 1
        }
        return longest
    }
}
