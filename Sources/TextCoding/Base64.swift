// SPDX-License-Identifier: MIT

/// Base 64 (RFC 4648) without line breaks.
///
/// Nothing is decoded that the encoder would not have written: each text stands for bytes of its own.
public enum Base64 {
    private enum Alphabet {
        /// Section 4, with padding.
        case standard
        /// Section 5, without padding.
        case urlSafe

        var letters: StaticString {
            switch self {
            case .standard: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            case .urlSafe: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            }
        }

        @inline(__always)
        func value(of letter: UInt8) -> UInt32? {
            switch letter {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
            case self == .standard ? UInt8(ascii: "+") : UInt8(ascii: "-"): 62
            case self == .standard ? UInt8(ascii: "/") : UInt8(ascii: "_"): 63
            default: nil
            }
        }
    }

    // MARK: With padding

    /// Encodes with padding (section 4).
    public static func encode(_ bytes: [UInt8]) -> String { encode(bytes, .standard, after: "") }

    /// The number of bytes that a text with padding stands for, from its length and padding; nil if there is no such
    /// length.
    public static func decodedCount(_ text: ArraySlice<UInt8>) -> Int? {
        text.count % 4 == 0 ? text.count / 4 * 3 - padding(text) : nil
    }

    /// Whether a text can be decoded; reads every character, and decodes none.
    public static func isValid(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count % 4 == 0 else { return false }
        return forEachByte(of: text.dropLast(padding(text)), .standard) { _ in }
    }

    /// Decodes a text with padding; nil if it is not such a text.
    public static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard let count = decodedCount(text) else { return nil }
        return decode(text.dropLast(padding(text)), .standard, count: count)
    }

    /// The number of `=` at the end, two at most.
    private static func padding(_ text: ArraySlice<UInt8>) -> Int {
        text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    }

    // MARK: Safe in URLs

    /// Encodes with the URL-safe alphabet and without padding (section 5), behind a prefix.
    public static func encodeURLSafe(_ bytes: [UInt8], after prefix: String = "") -> String {
        encode(bytes, .urlSafe, after: prefix)
    }

    /// Decodes the URL-safe form without padding; nil if it is not such a text.
    public static func decodeURLSafe(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        return decode(text, .urlSafe, count: text.count * 3 / 4)
    }

    // MARK: Both

    private static func encode(_ bytes: [UInt8], _ alphabet: Alphabet, after prefix: String) -> String {
        let end = prefix.utf8.count + (bytes.count * 8 + 5) / 6
        let count = alphabet == .standard ? prefix.utf8.count + (bytes.count + 2) / 3 * 4 : end
        return unsafe String(unsafeUninitializedCapacity: count) { output in
            alphabet.letters.withUTF8Buffer { letters in
                var place = 0
                for byte in prefix.utf8 {
                    unsafe output[place] = byte
                    place += 1
                }
                for start in stride(from: 0, to: bytes.count, by: 3) {
                    var group = UInt32(bytes[start]) << 16
                    if start + 1 < bytes.count { group |= UInt32(bytes[start + 1]) << 8 }
                    if start + 2 < bytes.count { group |= UInt32(bytes[start + 2]) }
                    for letter in 0..<min(4, end - place) {
                        // Six bits are an index into 64 letters, and letters up to `end` fit into the output.
                        unsafe output[place + letter] = letters[Int(group >> UInt32(18 - 6 * letter) & 63)]
                    }
                    place += 4
                }
            }
            for place in end..<count { unsafe output[place] = UInt8(ascii: "=") }
            return count
        }
    }

    private static func decode(_ digits: some Collection<UInt8>, _ alphabet: Alphabet, count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        return forEachByte(of: digits, alphabet) { bytes.append($0) } ? bytes : nil
    }

    /// Calls `body` for each byte; false if something is there that is no digit, or if bits are left over that are not
    /// 0: then there would be several texts for the same bytes (section 3.5).
    @inline(__always)
    private static func forEachByte(
        of digits: some Collection<UInt8>,
        _ alphabet: Alphabet,
        _ body: (UInt8) -> Void
    ) -> Bool {
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for digit in digits {
            guard let value = alphabet.value(of: digit) else { return false }
            buffer = buffer << 6 | value
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            body(UInt8(truncatingIfNeeded: buffer >> bits))
        }
        return buffer & ((1 << bits) - 1) == 0
    }
}
