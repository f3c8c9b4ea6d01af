// SPDX-License-Identifier: MIT

internal import Providers

/// The fields of one part of a multipart body (RFC 7578 section 4.2).
enum PartHead {
    /// The `name` parameter of `Content-Disposition: form-data`; nil if there is none.
    static func name(in head: Range<Int>, of text: Span<UInt8>) -> [UInt8]? {
        var start = head.lowerBound
        while start < head.upperBound {
            var end = start
            while end < head.upperBound, text[end] != 0x0d { end += 1 }
            var colon = start
            while colon < end, text[colon] != UInt8(ascii: ":") { colon += 1 }
            let field = HeaderParameters.trimmed(start..<colon, text)
            if colon < end, ASCIICase.equal(text, field, lowercased: "content-disposition") {
                return name(inDisposition: colon + 1..<end, of: text)
            }
            // Past the line end; a lone CR cannot begin a field name, so such a line is passed over too.
            start = end + 1
            if start < head.upperBound, text[start] == 0x0a { start += 1 }
        }
        return nil
    }

    private static func name(inDisposition value: Range<Int>, of text: Span<UInt8>) -> [UInt8]? {
        let type = HeaderParameters.trimmed(HeaderParameters.upToSemicolon(value, text), text)
        guard ASCIICase.equal(text, type, lowercased: "form-data") else { return nil }
        return HeaderParameters.value(of: "name", in: value, of: text)
    }
}
