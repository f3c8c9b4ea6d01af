// SPDX-License-Identifier: MIT

/// Where the fields of an `m=` line are: `m=<media> <port>[/<number of ports>] <proto> <fmt> ...`.
///
/// [RFC 8866, section 5.14](https://www.rfc-editor.org/rfc/rfc8866.html#section-5.14).
struct MediaLineFields {
    var media: Range<Int>
    var port: Int
    var portCount: Int?
    var transport: Range<Int>

    /// The formats, one or more, with a space or more between; begins with the first.
    var formats: Range<Int>

    /// Nil when a field is missing or a port is not a number up to 65535.
    init?(value: Range<Int>, in text: Span<UInt8>) {
        var rest = value
        media = text.nextToken(of: &rest)
        let ports = text.nextToken(of: &rest)
        transport = text.nextToken(of: &rest)
        // A space too many makes no empty format: answers repeat the first of a section that they reject.
        while !rest.isEmpty, text[rest.lowerBound] == ASCII.space { rest = rest.lowerBound + 1..<rest.upperBound }
        formats = rest
        guard !media.isEmpty, !transport.isEmpty, !formats.isEmpty else { return nil }

        let slash = text.firstIndex(of: UInt8(ascii: "/"), in: ports)
        guard let port = text.decimal(in: ports.lowerBound..<slash), port <= 65535 else { return nil }
        self.port = port
        guard slash < ports.upperBound else { return }
        guard let portCount = text.decimal(in: slash + 1..<ports.upperBound) else { return nil }
        self.portCount = portCount
    }
}
