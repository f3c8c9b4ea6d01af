// SPDX-License-Identifier: MIT

extension Span<UInt8> {
    /// The first index from `start` on, or the end, whose byte is a quote, a backslash or a control character.
    func endOfPlainString(from start: Int) -> Int {
        var index = endOfPlainASCII(from: start)
        while index < count, self[index] >= 0x80 {
            repeat { index += 1 } while index < count && self[index] >= 0x80
            index = endOfPlainASCII(from: index)
        }
        return index
    }
}

extension UInt8 {
    /// Whether a string cannot hold this byte as it is.
    var endsPlainString: Bool { self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") }
}
