// SPDX-License-Identifier: MIT

/// Base 64 (RFC 4648).
public enum Base64 {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// With padding (section 4).
    public static func encode(_ bytes: [UInt8]) -> String {
        let text = encode(bytes, alphabet: standard)
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    /// With the URL-safe alphabet and without padding (section 5), behind a prefix.
    public static func encodeURLSafe(_ bytes: [UInt8], after prefix: String = "") -> String {
        encode(bytes, alphabet: urlSafe, after: prefix)
    }

    /// Decodes the URL-safe form without padding; nil for anything that the encoder would not have written.
    public static func decodeURLSafe(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var buffer: UInt32 = 0
        var bits = 0
        for letter in text {
            guard let value = value(letter) else { return nil }
            buffer = buffer << 6 | value
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
        // Bits that are left over are 0, or there would be several texts for the same bytes.
        return buffer & ((1 << UInt32(bits)) - 1) == 0 ? bytes : nil
    }

    private static func encode(_ bytes: [UInt8], alphabet: [UInt8], after prefix: String = "") -> String {
        let count = prefix.utf8.count + (bytes.count * 8 + 5) / 6
        return unsafe String(unsafeUninitializedCapacity: count) { output in
            unsafe alphabet.withUnsafeBufferPointer { letters in
                var place = 0
                for byte in prefix.utf8 {
                    unsafe output[place] = byte
                    place += 1
                }
                for start in stride(from: 0, to: bytes.count, by: 3) {
                    var group = UInt32(bytes[start]) << 16
                    if start + 1 < bytes.count { group |= UInt32(bytes[start + 1]) << 8 }
                    if start + 2 < bytes.count { group |= UInt32(bytes[start + 2]) }
                    for letter in 0..<min(4, count - place) {
                        // Six bits are an index into 64 letters, and `count` letters fit into the output.
                        unsafe output[place + letter] = letters[Int(group >> UInt32(18 - 6 * letter) & 63)]
                    }
                    place += 4
                }
            }
            return count
        }
    }

    private static func value(_ letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
