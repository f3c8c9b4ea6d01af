// SPDX-License-Identifier: MIT

/// Byte values of HTTP's delimiters.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0a
    static let carriageReturn: UInt8 = 0x0d
    static let space: UInt8 = 0x20
    static let comma: UInt8 = 0x2c
    static let colon: UInt8 = 0x3a
    static let semicolon: UInt8 = 0x3b
}

extension UInt8 {
    /// A set of ASCII characters as two words of bits.
    private func isMember(of low: UInt64, _ high: UInt64) -> Bool {
        // A shift by 64 and more gives 0: bytes over 127 are in no set.
        (self < 64 ? low >> UInt64(self) : high >> UInt64(self - 64)) & 1 == 1
    }

    /// A character of a token, RFC 9110 section 5.6.2: letters, digits and ``!#$%&'*+-.^_`|~``.
    var isTokenCharacter: Bool { isMember(of: 0x03ff_6cfa_0000_0000, 0x57ff_ffff_c7ff_fffe) }

    /// A character of a host or its port, RFC 3986 section 3.2.2: letters, digits and `-._~%!$&'()*+,;=:[]`.
    var isHostCharacter: Bool { isMember(of: 0x2fff_7ff2_0000_0000, 0x47ff_fffe_afff_fffe) }

    /// A byte of a field value, RFC 9110 section 5.5: anything but controls; a tab is no control here.
    var isFieldValueByte: Bool { self >= 0x20 ? self != 0x7f : self == ASCII.tab }

    /// A visible ASCII character.
    var isVisible: Bool { self > 0x20 && self < 0x7f }

    /// A space or a tab.
    var isBlank: Bool { self == ASCII.space || self == ASCII.tab }

    /// The value of a decimal digit.
    var decimalDigit: Int? {
        let digit = self &- 0x30
        return digit < 10 ? Int(digit) : nil
    }

    /// The value of a hexadecimal digit.
    var hexadecimalDigit: Int? {
        if let decimalDigit { return decimalDigit }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? Int(letter) + 10 : nil
    }
}

extension Span<UInt8> {
    /// Whether all bytes are token characters and there is at least one.
    var isToken: Bool { count > 0 && indices.allSatisfy { self[$0].isTokenCharacter } }

    /// Whether the bytes can stand in a field value.
    var isFieldValue: Bool { indices.allSatisfy { self[$0].isFieldValueByte } }

    /// Whether the bytes are `text` (in lower case), without regard to the case of ASCII letters.
    func isASCIICaseInsensitivelyEqual(to text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for index in indices {
                let byte = self[index]
                let lowered = byte &- 0x41 < 26 ? byte | 0x20 : byte
                guard unsafe lowered == expected[index] else { return false }
            }
            return true
        }
    }

    /// Whether the bytes are the same.
    func isEqual(to other: Span<UInt8>) -> Bool {
        count == other.count && indices.allSatisfy { self[$0] == other[$0] }
    }
}

extension String {
    /// Makes a string of UTF-8, ill-formed parts replaced.
    init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
