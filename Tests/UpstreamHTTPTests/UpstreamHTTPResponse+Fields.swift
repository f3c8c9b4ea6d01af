// SPDX-License-Identifier: MIT

import UpstreamHTTP

extension UpstreamHTTPResponse {
    /// The value of the first field with this name, without the white space around it.
    ///
    /// Case does not count. Bytes that are not UTF-8 become U+FFFD.
    func value(of name: StaticString) -> String? {
        var found: String?
        var lines = FieldLines(block: fieldBlock)
        while found == nil, let line = lines.next() {
            guard name.isEqualIgnoringCase(to: fieldBlock[line.name]) else { continue }
            found = String(decoding: fieldBlock[line.value], as: UTF8.self)
        }
        return found
    }

    /// Calls `body` with the name and the trimmed value of every field, in the order they were received.
    ///
    /// Lines that are not fields (without a colon, or folded, RFC 9112, section 5.2) are passed over.
    func forEachField(_ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void) {
        var lines = FieldLines(block: fieldBlock)
        while let line = lines.next() { body(fieldBlock[line.name], fieldBlock[line.value]) }
    }
}

/// Finds the fields of a block of lines by position, without copying any.
private struct FieldLines {
    let block: [UInt8]
    private var position = 0

    init(block: [UInt8]) {
        self.block = block
    }

    mutating func next() -> (name: Range<Int>, value: Range<Int>)? {
        while position < block.count {
            let start = position
            let lineEnd = block[start...].firstIndex(of: UInt8(ascii: "\n")) ?? block.count
            position = lineEnd + 1
            guard let colon = block[start..<lineEnd].firstIndex(of: UInt8(ascii: ":")), colon > start,
                !Self.isBlank(block[start])
            else { continue }
            return (start..<colon, trimmed(colon + 1..<lineEnd))
        }
        return nil
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Self.isBlank(block[start]) { start += 1 }
        while end > start, Self.isBlank(block[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}

extension StaticString {
    fileprivate func isEqualIgnoringCase(to bytes: ArraySlice<UInt8>) -> Bool {
        withUTF8Buffer { name in
            guard name.count == bytes.count else { return false }
            return unsafe zip(name, bytes).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
        }
    }
}

extension UInt8 {
    fileprivate var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
