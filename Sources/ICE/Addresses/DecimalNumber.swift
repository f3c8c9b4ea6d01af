// SPDX-License-Identifier: MIT

/// Numbers written in decimal digits only.
enum DecimalNumber {
    /// Reads 1 to 10 digits; nil for anything else and for more than `maximum`.
    static func read(_ digits: some Collection<UInt8>, maximum: UInt64) -> UInt64? {
        guard (1...10).contains(digits.count) else { return nil }
        var number: UInt64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + UInt64(digit - 0x30)
        }
        return number <= maximum ? number : nil
    }
}
