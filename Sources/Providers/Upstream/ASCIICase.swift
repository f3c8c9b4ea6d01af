// SPDX-License-Identifier: MIT

/// Comparison without regard to the case of ASCII letters.
public enum ASCIICase {
    /// Whether a range of `text` is `name`, which must be in lower case.
    public static func equal(_ text: Span<UInt8>, _ range: Range<Int>, lowercased name: StaticString) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { expected in
            for offset in 0..<range.count {
                let byte = text[range.lowerBound + offset]
                let lowered = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
                guard unsafe lowered == expected[offset] else { return false }
            }
            return true
        }
    }
}
