// SPDX-License-Identifier: MIT

extension Substring {
    /// The number in decimal digits that fills the text: no sign, and up to ten digits, so that an SSRC fits.
    var decimal: Int? {
        guard !utf8.isEmpty, utf8.count <= 10 else { return nil }
        var number = 0
        for byte in utf8 {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// The text in two at the first space; the second part is nil without one.
    var splitAtSpace: (first: Substring, rest: Substring?) {
        guard let space = utf8.firstIndex(of: ASCII.space) else { return (self, nil) }
        return (self[..<space], self[utf8.index(after: space)...])
    }
}
