// SPDX-License-Identifier: MIT

extension RequestHead {
    /// Parses a head that is there as a whole, from the method to the empty line; what follows it is ignored.
    ///
    /// - Throws: ``HTTPServerFailure``, for a head that is cut short ``MalformedRequest/endOfInput``.
    public init(parsing bytes: [UInt8], limits: HTTPRequestParser.Limits = HTTPRequestParser.Limits())
        throws(HTTPServerFailure)
    {
        var parser = RequestHeadParser(limits: limits)
        var offset = 0
        guard let head = try parser.parse(bytes.span, from: &offset) else { throw .malformedRequest(.endOfInput) }
        self = head
    }
}
