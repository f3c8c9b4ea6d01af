// SPDX-License-Identifier: MIT

/// A fragment of up to 16 bytes as a key of a table that needs no memory of its own.
struct UfragKey: Hashable {
    static let maximumLength = 16

    private let high: UInt64
    private let low: UInt64
    private let length: UInt8

    /// Takes the bytes in the range; nil if there are none or too many.
    init?(_ bytes: Span<UInt8>, in range: Range<Int>) {
        guard (1...Self.maximumLength).contains(range.count) else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in range {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(bytes[index])
        }
        self.high = high
        self.low = low
        length = UInt8(range.count)
    }

    /// Takes the fragment before the first colon of the user name in the range.
    init?(username bytes: Span<UInt8>, in range: Range<Int>) {
        let end = min(range.upperBound, range.lowerBound + Self.maximumLength + 1)
        guard let colon = (range.lowerBound..<end).first(where: { bytes[$0] == UInt8(ascii: ":") }) else { return nil }
        self.init(bytes, in: range.lowerBound..<colon)
    }
}
