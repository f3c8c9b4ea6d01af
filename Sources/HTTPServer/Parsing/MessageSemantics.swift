// SPDX-License-Identifier: MIT

/// How the body of a request is delimited, RFC 9112 section 6.3.
enum BodyFraming: Hashable, Sendable {
    /// That many bytes; 0 if there is neither `Content-Length` nor `Transfer-Encoding`.
    case length(Int)
    case chunked
}

/// What a request's fields say about the message and its connection.
///
/// Whatever two implementations could read differently is refused: that difference is request smuggling.
struct MessageSemantics {
    private(set) var keepsAlive: Bool
    private(set) var expectsContinue = false
    private var contentLength: Int?
    private var isChunked = false
    private var hasHost = false
    private let minorVersion: Int

    /// How the body is delimited.
    var framing: BodyFraming { isChunked ? .chunked : .length(contentLength ?? 0) }

    /// Reads the fields.
    ///
    /// - Throws: ``HTTPServerFailure`` for the first field in order that is not acceptable, then for what is missing
    ///   or contradictory.
    init(_ head: Span<UInt8>, _ fields: [FieldSpan], minorVersion: Int) throws(HTTPServerFailure) {
        self.minorVersion = minorVersion
        keepsAlive = minorVersion >= 1
        var closes = false
        for field in fields {
            let name = head.extracting(field.name)
            let value = head.extracting(field.value)
            switch name.count {
            case 4 where name.isASCIICaseInsensitivelyEqual(to: "host"): try readHost(value)
            case 6 where name.isASCIICaseInsensitivelyEqual(to: "expect"): try readExpectation(value)
            case 10 where name.isASCIICaseInsensitivelyEqual(to: "connection"): readConnection(value, &closes)
            case 14 where name.isASCIICaseInsensitivelyEqual(to: "content-length"): try readLength(value)
            case 17 where name.isASCIICaseInsensitivelyEqual(to: "transfer-encoding"): try readCodings(value)
            default: break
            }
        }
        if closes { keepsAlive = false }
        guard !isChunked || contentLength == nil else { throw .malformedRequest(.lengthAndTransferCoding) }
        guard !isChunked || minorVersion >= 1 else { throw .malformedRequest(.transferCodingInVersion10) }
        guard hasHost || minorVersion == 0 else { throw .malformedRequest(.missingHost) }
    }

    private mutating func readHost(_ value: Span<UInt8>) throws(HTTPServerFailure) {
        guard !hasHost else { throw .malformedRequest(.repeatedHost) }
        guard HostValue.isValid(value) else { throw .malformedRequest(.invalidHost) }
        hasHost = true
    }

    /// An HTTP/1.0 client cannot expect anything, RFC 9110 section 10.1.1.
    private mutating func readExpectation(_ value: Span<UInt8>) throws(HTTPServerFailure) {
        guard minorVersion >= 1 else { return }
        guard value.isASCIICaseInsensitivelyEqual(to: "100-continue") else { throw .expectationFailed }
        expectsContinue = true
    }

    /// `close` wins over `keep-alive`, RFC 9112 section 9.3.
    private mutating func readConnection(_ value: Span<UInt8>, _ closes: inout Bool) {
        ListElements.forEach(in: value) { element in
            if element.isASCIICaseInsensitivelyEqual(to: "close") { closes = true }
            if element.isASCIICaseInsensitivelyEqual(to: "keep-alive") { keepsAlive = true }
        }
    }

    private mutating func readLength(_ value: Span<UInt8>) throws(HTTPServerFailure) {
        guard contentLength == nil else { throw .malformedRequest(.repeatedContentLength) }
        // 18 digits cannot overflow.
        guard value.count > 0, value.count <= 18 else { throw .malformedRequest(.invalidContentLength) }
        var length = 0
        for index in value.indices {
            guard let digit = value[index].decimalDigit else { throw .malformedRequest(.invalidContentLength) }
            length = length * 10 + digit
        }
        contentLength = length
    }

    /// Without `chunked` at the end the body's length cannot be told: 400; with something before it: 501.
    private mutating func readCodings(_ value: Span<UInt8>) throws(HTTPServerFailure) {
        guard !isChunked else { throw .malformedRequest(.invalidTransferCoding) }
        var codings = 0
        var chunkedCodings = 0
        var lastIsChunked = false
        ListElements.forEach(in: value) { element in
            lastIsChunked = element.isASCIICaseInsensitivelyEqual(to: "chunked")
            codings += 1
            if lastIsChunked { chunkedCodings += 1 }
        }
        guard lastIsChunked, chunkedCodings == 1 else { throw .malformedRequest(.invalidTransferCoding) }
        guard codings == 1 else { throw .unsupportedTransferCoding }
        isChunked = true
    }
}

/// The elements of a comma-separated list, RFC 9110 section 5.6.1.
enum ListElements {
    /// Calls `body` for each element that is not empty, without the white space around it.
    static func forEach(in list: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
        var start = 0
        while start <= list.count {
            let end = (start..<list.count).first { list[$0] == ASCII.comma } ?? list.count
            let element = list.trimmedRange(start..<end)
            if !element.isEmpty { body(list.extracting(element)) }
            start = end + 1
        }
    }
}

extension Span<UInt8> {
    /// The range without spaces and tabs at its ends.
    func trimmedRange(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return start..<end
    }
}
