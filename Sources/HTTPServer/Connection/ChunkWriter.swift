// SPDX-License-Identifier: MIT

/// Puts content into the chunked coding (RFC 9112 section 7.1), in one block of memory that is used again and again.
struct ChunkWriter {
    /// The chunk that ends a body, without trailer fields.
    static let last = Array("0\r\n\r\n".utf8)

    /// The chunk written last.
    private(set) var bytes: [UInt8] = []

    /// Replaces ``bytes`` by one chunk; without content by nothing, because an empty chunk would be the last.
    mutating func write(_ content: [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        guard !content.isEmpty else { return }
        appendHexadecimal(content.count)
        bytes.append("\r\n")
        bytes.append(contentsOf: content)
        bytes.append("\r\n")
    }

    private mutating func appendHexadecimal(_ number: Int) {
        let digitCount = (Int.bitWidth - number.leadingZeroBitCount + 3) / 4
        for place in (0..<digitCount).reversed() {
            let digit = UInt8(truncatingIfNeeded: number >> (place * 4)) & 15
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
