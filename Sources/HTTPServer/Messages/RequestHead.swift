// SPDX-License-Identifier: MIT

/// The request line and the header fields of a request, kept as one block of bytes with ranges into it.
///
/// It holds what ``HTTPRequestParser`` has checked: a valid method, target and version, well-formed fields, one `Host`
/// (HTTP/1.1) and an unambiguous length of the body.
public struct RequestHead: Sendable {
    /// The head as received, from the method to the empty line.
    public let bytes: [UInt8]
    /// The method.
    public let method: HTTPMethod
    /// Where the path stands in ``bytes``, without the query, percent-encoding as received.
    ///
    /// An absolute-form target is reduced to its path; the path of `OPTIONS *` is `*`.
    public let pathRange: Range<Int>
    /// Where the query stands in ``bytes``, without its `?`; nil if there is no `?`.
    public let queryRange: Range<Int>?
    /// 0 for HTTP/1.0, 1 for HTTP/1.1 and later minor versions.
    public let minorVersion: Int

    let fields: [FieldSpan]
    let framing: BodyFraming
    let keepsAlive: Bool
    let expectsContinue: Bool

    /// Whether content follows; a chunked body counts, even if it turns out to be empty.
    public var hasBody: Bool { framing != .length(0) }

    /// The path, with percent-encoding as received.
    public var path: String { string(pathRange) }

    /// The query without its `?`, with percent-encoding as received.
    public var query: String? { queryRange.map(string) }

    /// Where the value of the first field with this name stands in ``bytes``, without surrounding white space.
    ///
    /// Names are given in lower case and compared without regard to case.
    public func valueRange(of name: StaticString) -> Range<Int>? {
        for field in fields where bytes.span.extracting(field.name).isASCIICaseInsensitivelyEqual(to: name) {
            return field.value
        }
        return nil
    }

    /// The value of the first field with this name (in lower case), ill-formed UTF-8 replaced.
    public func value(of name: StaticString) -> String? {
        valueRange(of: name).map(string)
    }

    /// Calls `body` with the ranges of each field's name and value, in the order received.
    public func forEachField(_ body: (_ name: Range<Int>, _ value: Range<Int>) -> Void) {
        for field in fields { body(field.name, field.value) }
    }

    /// The text of a range of ``bytes``, ill-formed UTF-8 replaced.
    public func string(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}

/// Where one field's name and value stand in the head's bytes.
struct FieldSpan: Sendable {
    var nameStart: UInt32
    var nameEnd: UInt32
    var valueStart: UInt32
    var valueEnd: UInt32

    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
}
