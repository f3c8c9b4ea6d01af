// SPDX-License-Identifier: MIT

/// Where path and query stand in a request target, RFC 9112 section 3.2.
///
/// | form     | example               | path    |
/// | -------- | --------------------- | ------- |
/// | origin   | `/path?query`         | `/path` |
/// | absolute | `http://host/path?q`  | `/path` |
/// | asterisk | `*` (`OPTIONS` only)  | `*`     |
struct RequestTarget {
    let path: Range<Int>
    let query: Range<Int>?

    /// Takes apart the target that stands at a range of the head's bytes and holds visible ASCII only.
    init(_ head: Span<UInt8>, _ target: Range<Int>, method: HTTPMethod) throws(HTTPServerFailure) {
        let text = head.extracting(target)
        // A fragment never belongs in a request (RFC 9112 section 3.2): who sends one means something else by it.
        guard !text.isEmpty, Self.position(of: "#", in: text, from: 0) == nil else {
            throw .malformedRequest(.invalidTarget)
        }
        if text[0] == UInt8(ascii: "*"), text.count == 1, method == .options {
            path = target
            query = nil
            return
        }
        let start = try Self.pathStart(text)
        let mark = Self.position(of: "?", in: text, from: start)
        if start < text.count, text[start] == UInt8(ascii: "/") {
            path = target.lowerBound + start..<(mark.map { target.lowerBound + $0 } ?? target.upperBound)
        } else {
            // An URL without a path means the path "/", and every URL has that byte: the last of its "://".
            let slash = target.lowerBound + Self.authorityStart(text) - 1
            path = slash..<slash + 1
        }
        query = mark.map { target.lowerBound + $0 + 1..<target.upperBound }
    }

    /// Where the path begins, or the query or the end if there is no path.
    private static func pathStart(_ text: Span<UInt8>) throws(HTTPServerFailure) -> Int {
        if text[0] == UInt8(ascii: "/") { return 0 }
        let authority = authorityStart(text)
        guard authority > 0 else { throw .malformedRequest(.invalidTarget) }
        var end = authority
        while end < text.count, text[end] != UInt8(ascii: "/"), text[end] != UInt8(ascii: "?") { end += 1 }
        guard end > authority, HostValue.isValid(text.extracting(authority..<end)) else {
            throw .malformedRequest(.invalidTarget)
        }
        return end
    }

    /// Where the authority of an absolute-form target begins; 0 if it is none.
    private static func authorityStart(_ text: Span<UInt8>) -> Int {
        for scheme: StaticString in ["http://", "https://"] {
            let length = scheme.utf8CodeUnitCount
            if text.count >= length, text.extracting(0..<length).isASCIICaseInsensitivelyEqual(to: scheme) {
                return length
            }
        }
        return 0
    }

    private static func position(of character: Unicode.Scalar, in text: Span<UInt8>, from start: Int) -> Int? {
        (start..<text.count).first { text[$0] == UInt8(ascii: character) }
    }
}
