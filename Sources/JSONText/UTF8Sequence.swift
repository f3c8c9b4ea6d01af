// SPDX-License-Identifier: MIT

extension Span<UInt8> {
    /// Skips bytes that are not ASCII as long as they are well-formed UTF-8 (Unicode, table 3-7); false at the first
    /// sequence that is not.
    func skipsUTF8(at position: inout Int) -> Bool {
        while position < count, self[position] >= 0x80 {
            let length: Int
            let second: ClosedRange<UInt8>
            switch self[position] {
            case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
            case 0xe0: (length, second) = (3, 0xa0...0xbf)
            case 0xe1...0xec, 0xee...0xef: (length, second) = (3, 0x80...0xbf)
            case 0xed: (length, second) = (3, 0x80...0x9f)
            case 0xf0: (length, second) = (4, 0x90...0xbf)
            case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
            case 0xf4: (length, second) = (4, 0x80...0x8f)
            default: return false
            }
            guard position + length <= count, second.contains(self[position + 1]) else { return false }
            for offset in 2..<Swift.max(length, 2) where self[position + offset] & 0xc0 != 0x80 { return false }
            position += length
        }
        return true
    }
}
