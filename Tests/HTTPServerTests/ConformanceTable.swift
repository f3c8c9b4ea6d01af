// SPDX-License-Identifier: MIT

import HTTPServer

private let get = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
private let start = "POST /x HTTP/1.1\r\nHost: h\r\n"
private let post = start + "Content-Length: 3\r\n\r\nabc"
private let chunked = start + "Transfer-Encoding: chunked\r\n\r\n"
private let seenGet = "GET /x 1.1 []"
private let seenPost = "POST /x 1.1 [abc]"

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

extension ConformanceCase {
    static let all = framing + requestLines + fields + hosts + lengths + codings + chunks + limits + connections

    private static let framing: [ConformanceCase] = [
        .accepted("a GET", get, seenGet),
        .accepted("a POST with a length", post, seenPost),
        .accepted("a POST without a body", start + "\r\n", "POST /x 1.1 []"),
        .accepted("a body of length 0", start + "Content-Length: 0\r\n\r\n", "POST /x 1.1 []"),
        .accepted(
            "a body that looks like a request",
            start + "Content-Length: 28\r\n\r\n" + get,
            "POST /x 1.1 [\(get)]"
        ),
        ConformanceCase(
            "a pipeline",
            post + get + post,
            [200, 200, 200],
            .open,
            bodies: [seenPost, seenGet, seenPost]
        ),
        ConformanceCase(
            "a pipeline of requests that take a while",
            repeated("GET /later HTTP/1.1\r\nHost: h\r\n\r\n", 20),
            repeatElement(200, count: 20) + [],
            .open
        ),
        ConformanceCase(
            "a malformed request behind a good one",
            get + "GET /x\r\n\r\n" + get,
            [200, 400],
            .closed
        ),
        ConformanceCase("an empty line before a request", "\r\n" + get, [200], .open, bodies: [seenGet]),
        ConformanceCase("an empty line between requests", post + "\r\n" + get, [200, 200], .open),
        .refused("two empty lines before a request", "\r\n\r\n" + get, .invalidMethod),
        .refused("a line feed before a request", "\n" + get, .invalidMethod),
        .refused("a carriage return before a request", "\r" + get, .bareCarriageReturn),
        ConformanceCase("nothing at all", "", [], .clientEnds),
        ConformanceCase("half a head", "GET /x HTTP/1.1\r\nHost:", [400], .clientEnds),
        ConformanceCase("half a body", start + "Content-Length: 9\r\n\r\nabc", [400], .clientEnds),
        ConformanceCase("half a chunked body", chunked + "9\r\nabc", [400], .clientEnds),
        ConformanceCase("a client that shuts down after its request", post, [200], .clientEnds, bodies: [seenPost]),
        ConformanceCase("a pipeline of a client that shuts down", post + get, [200, 200], .clientEnds),
    ]

    private static let requestLines: [ConformanceCase] = [
        .accepted("a query", "GET /a/b?c=%20d&e HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a/b?c=%20d&e 1.1 []"),
        .accepted("an empty query", "GET /a? HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a? 1.1 []"),
        .accepted("an absolute target", "GET http://h:80/a?b HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a?b 1.1 []"),
        .accepted("an absolute target without a path", "GET http://h HTTP/1.1\r\nHost: h\r\n\r\n", "GET / 1.1 []"),
        .accepted(
            "an absolute target with a query only",
            "GET HTTPS://h?b HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /?b 1.1 []"
        ),
        .accepted("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "OPTIONS * 1.1 []"),
        .accepted("a method nobody knows", "BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n", "BREW /pot 1.1 []"),
        .accepted("a method in lower case is another method", "get /x HTTP/1.1\r\nHost: h\r\n\r\n", "get /x 1.1 []"),
        .accepted(
            "a method of 32 characters",
            repeated("M", 32) + " /x HTTP/1.1\r\nHost: h\r\n\r\n",
            repeated("M", 32) + " /x 1.1 []"
        ),
        .refused("a method of 33 characters", repeated("M", 33) + " /x HTTP/1.1\r\nHost: h\r\n\r\n", .invalidMethod),
        .refused("an empty method", " /x HTTP/1.1\r\nHost: h\r\n\r\n", .invalidMethod),
        .refused("GET *", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("CONNECT", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("a relative target", "GET x HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("a target with user information", "GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("a target without a host", "GET http:///x HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("a target with a fragment", "GET /x#y HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("a target that is not ASCII", "GET /é HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("no target", "GET  HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("two spaces before the version", "GET /x  HTTP/1.1\r\nHost: h\r\n\r\n", .invalidVersion),
        .refused("a space after the version", "GET /x HTTP/1.1 \r\nHost: h\r\n\r\n", .invalidVersion),
        .refused("a tab for a space", "GET\t/x HTTP/1.1\r\nHost: h\r\n\r\n", .invalidMethod),
        .refused("a tab in the target", "GET /x\tHTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        .refused("HTTP/0.9", "GET /x\r\n", .invalidTarget),
        .refused("a version in lower case", "GET /x http/1.1\r\nHost: h\r\n\r\n", .invalidVersion),
        .refused("a version of two digits", "GET /x HTTP/1.10\r\nHost: h\r\n\r\n", .invalidVersion),
        .refused("a version without digits", "GET /x HTTP/a.1\r\nHost: h\r\n\r\n", .invalidVersion),
        .refused("a TLS handshake", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\r\n\r\n", .invalidMethod),
        .accepted("HTTP/1.2 is answered as HTTP/1.1", "GET /x HTTP/1.2\r\nHost: h\r\n\r\n", seenGet),
        ConformanceCase("HTTP/2.0", "GET /x HTTP/2.0\r\nHost: h\r\n\r\n", [505], .closed),
        ConformanceCase("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [505], .closed),
        ConformanceCase("HTTP/0.9 with a version", "GET /x HTTP/0.9\r\nHost: h\r\n\r\n", [505], .closed),
    ]

    private static let fields: [ConformanceCase] = [
        .accepted("names in any case", "POST /x HTTP/1.1\r\nhOsT: h\r\nCONTENT-length: 3\r\n\r\nabc", seenPost),
        .accepted("white space around a value", start + "Content-Length:\t 3 \t\r\n\r\nabc", seenPost),
        .accepted("no white space before a value", start + "Content-Length:3\r\n\r\nabc", seenPost),
        .accepted("an empty value", "GET /x HTTP/1.1\r\nHost: h\r\nX:\r\nY: \r\n\r\n", seenGet),
        .accepted("a tab and bytes over 127 in a value", "GET /x HTTP/1.1\r\nHost: h\r\nX: a\té\r\n\r\n", seenGet),
        .refused("a space before the colon", start + "Content-Length : 3\r\n\r\nabc", .invalidFieldName),
        .refused("a space in a name", start + "Content Length: 3\r\n\r\nabc", .invalidFieldName),
        .refused("an empty name", start + ": 3\r\n\r\n", .invalidFieldName),
        .refused("a line without a colon", start + "Content-Length\r\n\r\n", .invalidFieldName),
        .refused("a name that is not a token", start + "X(y): 3\r\n\r\n", .invalidFieldName),
        .refused("a name that begins with a parenthesis", start + "(X: 3\r\n\r\n", .invalidFieldName),
        .refused("a NUL in a name", start + "X\0: 3\r\n\r\n", .invalidFieldName),
        .refused("a folded line", start + "X: a\r\n b\r\nContent-Length: 3\r\n\r\nabc", .foldedLine),
        .refused("a line folded with a tab", start + "X: a\r\n\tb\r\n\r\n", .foldedLine),
        .refused("a space before the first field", "POST /x HTTP/1.1\r\n Host: h\r\n\r\n", .foldedLine),
        .refused("line feeds for line ends", "GET /x HTTP/1.1\nHost: h\n\n", .bareLineFeed),
        .refused("a line feed after a value", start + "X: a\nContent-Length: 3\r\n\r\nabc", .bareLineFeed),
        .refused("a line feed for the empty line", start + "X: a\r\n\nabc", .bareLineFeed),
        .refused("a carriage return in a value", start + "X: a\rContent-Length: 3\r\n\r\nabc", .bareCarriageReturn),
        .refused("a carriage return after the version", "GET /x HTTP/1.1\rHost: h\r\n\r\n", .bareCarriageReturn),
        .refused("a carriage return for the empty line", start + "\rabc", .bareCarriageReturn),
        .refused("a NUL in a value", start + "X: a\0b\r\n\r\n", .controlCharacter),
        .refused("an escape in a value", start + "X: \u{1b}[2J\r\n\r\n", .controlCharacter),
        .refused("a delete in a value", start + "X: \u{7f}\r\n\r\n", .controlCharacter),
    ]

    private static let hosts: [ConformanceCase] = [
        .accepted("a host with a port", "GET /x HTTP/1.1\r\nHost: h.example:8080\r\n\r\n", seenGet),
        .accepted("an IPv6 host with a port", "GET /x HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", seenGet),
        .accepted("an empty host", "GET /x HTTP/1.1\r\nHost:\r\n\r\n", seenGet),
        .refused("no host", "GET /x HTTP/1.1\r\n\r\n", .missingHost),
        .refused("two hosts", "GET /x HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", .repeatedHost),
        .refused("a host with a space", "GET /x HTTP/1.1\r\nHost: h i\r\n\r\n", .invalidHost),
        .refused("a host with a path", "GET /x HTTP/1.1\r\nHost: h/x\r\n\r\n", .invalidHost),
        .refused("a host with user information", "GET /x HTTP/1.1\r\nHost: u@h\r\n\r\n", .invalidHost),
        .refused("a host with a port that is no number", "GET /x HTTP/1.1\r\nHost: h:8o\r\n\r\n", .invalidHost),
        .refused("an IPv6 host without its end", "GET /x HTTP/1.1\r\nHost: [::1\r\n\r\n", .invalidHost),
        .refused("a bracket in a host name", "GET /x HTTP/1.1\r\nHost: h]\r\n\r\n", .invalidHost),
    ]

    private static let lengths: [ConformanceCase] = [
        .accepted("leading zeros", start + "Content-Length: 0003\r\n\r\nabc", seenPost),
        .refused("two lengths", start + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", .repeatedContentLength),
        .refused(
            "the same length twice",
            start + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
            .repeatedContentLength
        ),
        .refused("a list of lengths", start + "Content-Length: 3, 3\r\n\r\nabc", .invalidContentLength),
        .refused("a length with a plus", start + "Content-Length: +3\r\n\r\nabc", .invalidContentLength),
        .refused("a length with a minus", start + "Content-Length: -1\r\n\r\n", .invalidContentLength),
        .refused("a hexadecimal length", start + "Content-Length: 0x3\r\n\r\nabc", .invalidContentLength),
        .refused("a length with a space", start + "Content-Length: 1 0\r\n\r\n", .invalidContentLength),
        .refused("an empty length", start + "Content-Length:\r\n\r\n", .invalidContentLength),
        .refused("a length of 19 digits", start + "Content-Length: 9999999999999999999\r\n\r\n", .invalidContentLength),
        ConformanceCase("a length of 18 digits", start + "Content-Length: 999999999999999999\r\n\r\n", [413], .closed),
    ]

    private static let codings: [ConformanceCase] = [
        .refused(
            "a length and a coding",
            start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .lengthAndTransferCoding
        ),
        .refused(
            "a coding and a length",
            start + "Transfer-Encoding: chunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n" + get,
            .lengthAndTransferCoding
        ),
        .refused(
            "chunked twice",
            start + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
            .invalidTransferCoding
        ),
        .refused(
            "chunked in two fields",
            start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .invalidTransferCoding
        ),
        .refused(
            "chunked before something else",
            start + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            .invalidTransferCoding
        ),
        .refused(
            "something like chunked",
            start + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            .invalidTransferCoding
        ),
        .refused("an empty coding", start + "Transfer-Encoding:\r\n\r\n", .invalidTransferCoding),
        .refused(
            "a coding in HTTP/1.0",
            "POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .transferCodingInVersion10
        ),
        ConformanceCase(
            "gzip before chunked",
            start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            [501],
            .closed
        ),
        .accepted("chunked in any case", start + "Transfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", seenPost),
    ]

    private static let chunks: [ConformanceCase] = [
        .accepted("one chunk", chunked + "3\r\nabc\r\n0\r\n\r\n", seenPost),
        .accepted("several chunks", chunked + "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", seenPost),
        .accepted("no chunk but the last", chunked + "0\r\n\r\n", "POST /x 1.1 []"),
        .accepted(
            "hexadecimal sizes in any case",
            chunked + "a\r\n0123456789\r\nA\r\n0123456789\r\n00\r\n\r\n",
            "POST /x 1.1 [01234567890123456789]"
        ),
        .accepted("extensions", chunked + "3;a=b;c=\"d \"\r\nabc\r\n0;e\r\n\r\n", seenPost),
        .accepted("trailer fields", chunked + "3\r\nabc\r\n0\r\nX: y\r\nContent-Length: 7\r\n\r\n", seenPost),
        ConformanceCase(
            "a request behind chunks",
            chunked + "3\r\nabc\r\n0\r\n\r\n" + get,
            [200, 200],
            .open,
            bodies: [seenPost, seenGet]
        ),
        .accepted("a size of 15 digits", chunked + "000000000000003\r\nabc\r\n0\r\n\r\n", seenPost),
        .refused("a size of 16 digits", chunked + "0000000000000003\r\nabc\r\n0\r\n\r\n", .invalidChunkSize),
        .refused("a size that is no number", chunked + "zz\r\nabc\r\n0\r\n\r\n", .invalidChunkSize),
        .refused("a size with 0x", chunked + "0x3\r\nabc\r\n0\r\n\r\n", .invalidChunkSize),
        .refused("a size with a minus", chunked + "-3\r\nabc\r\n0\r\n\r\n", .invalidChunkSize),
        .refused("a size with a plus", chunked + "+3\r\nabc\r\n0\r\n\r\n", .invalidChunkSize),
        .refused("a space after the size", chunked + "3 \r\nabc\r\n0\r\n\r\n", .invalidChunkSize),
        .refused("no size", chunked + "\r\nabc\r\n0\r\n\r\n", .invalidChunkSize),
        .refused("an extension without a size", chunked + ";a\r\nabc\r\n0\r\n\r\n", .invalidChunkSize),
        .refused("a chunk longer than its size", chunked + "3\r\nabcd\r\n0\r\n\r\n", .unterminatedChunk),
        .refused(
            "another byte for the carriage return after a chunk",
            chunked + "3\r\nabcx\n0\r\n\r\n",
            .unterminatedChunk
        ),
        .refused("a carriage return alone after a chunk", chunked + "3\r\nabc\rx0\r\n\r\n", .unterminatedChunk),
        .refused("a line feed after a size", chunked + "3\nabc\r\n0\r\n\r\n", .bareLineFeed),
        .refused("a carriage return alone after a size", chunked + "3\rabc", .bareCarriageReturn),
        .refused("a line feed after an extension", chunked + "3;a\nabc\r\n0\r\n\r\n", .bareLineFeed),
        .refused("a NUL in an extension", chunked + "3;a\0\r\nabc\r\n0\r\n\r\n", .controlCharacter),
        .refused("a malformed trailer field", chunked + "0\r\nX : y\r\n\r\n", .invalidFieldName),
        .refused("a trailer that ends in line feeds", chunked + "0\r\nX: y\n\n", .bareLineFeed),
        .accepted("an extension of 256 bytes", chunked + "3;" + repeated("e", 256) + "\r\nabc\r\n0\r\n\r\n", seenPost),
        .refused(
            "an extension of 257 bytes",
            chunked + "3;" + repeated("e", 257) + "\r\nabc\r\n0\r\n\r\n",
            .chunkExtensionTooLong
        ),
        .accepted("a trailer of 4096 bytes", chunked + "0\r\nX: " + repeated("y", 4089) + "\r\n\r\n", "POST /x 1.1 []"),
        ConformanceCase(
            "a trailer of 4097 bytes",
            chunked + "0\r\nX: " + repeated("y", 4090) + "\r\n\r\n",
            [431],
            .closed
        ),
        ConformanceCase(
            "a trailer of 101 fields",
            chunked + "0\r\n" + repeated("X: y\r\n", 101) + "\r\n",
            [431],
            .closed
        ),
    ]

    private static let limits: [ConformanceCase] = [
        ConformanceCase(
            "a target of 8192 bytes",
            "GET /" + repeated("a", 8191) + " HTTP/1.1\r\nHost: h\r\n\r\n",
            [200],
            .open
        ),
        ConformanceCase(
            "a target of 8193 bytes",
            "GET /" + repeated("a", 8192) + " HTTP/1.1\r\nHost: h\r\n\r\n",
            [414],
            .closed
        ),
        ConformanceCase(
            "a target of 64 KiB",
            "GET /" + repeated("a", 65_535) + " HTTP/1.1\r\nHost: h\r\n\r\n",
            [414],
            .closed
        ),
        .accepted("100 fields", "GET /x HTTP/1.1\r\nHost: h\r\n" + repeated("X: y\r\n", 99) + "\r\n", seenGet),
        ConformanceCase(
            "101 fields",
            "GET /x HTTP/1.1\r\nHost: h\r\n" + repeated("X: y\r\n", 100) + "\r\n",
            [431],
            .closed
        ),
        .accepted("a header of 32768 bytes", headerBlock(32_768), seenGet),
        ConformanceCase("a header of 32769 bytes", headerBlock(32_769), [431], .closed),
        ConformanceCase("a header line of 64 KiB", headerBlock(65_536), [431], .closed),
        ConformanceCase("a body of 1000 bytes", sized(1000), [200], .open, bodies: ["1000"]),
        ConformanceCase("a body of 1001 bytes", sized(1001), [413], .closed),
        ConformanceCase("a chunked body of 1000 bytes", sizedChunks(1000), [200], .open, bodies: ["1000"]),
        ConformanceCase("a chunked body of 1001 bytes", sizedChunks(1001), [413], .closed),
        ConformanceCase("a chunk larger than all memory", chunked + "fffffffffffffff\r\n", [413], .closed),
    ]

    private static let connections: [ConformanceCase] = [
        ConformanceCase(
            "Connection: close",
            "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + get,
            [200],
            .closed
        ),
        ConformanceCase(
            "close among others",
            "GET /x HTTP/1.1\r\nHost: h\r\nConnection: TE, Close\r\n\r\n",
            [200],
            .closed
        ),
        ConformanceCase(
            "close wins over keep-alive",
            "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close, keep-alive\r\n\r\n",
            [200],
            .closed
        ),
        ConformanceCase(
            "something like close",
            "GET /x HTTP/1.1\r\nHost: h\r\nConnection: closed\r\n\r\n",
            [200],
            .open
        ),
        ConformanceCase(
            "HTTP/1.0 without a host",
            "GET /x HTTP/1.0\r\n\r\n",
            [200],
            .closed,
            bodies: ["GET /x 1.0 []"]
        ),
        ConformanceCase("HTTP/1.0 with keep-alive", "GET /x HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", [200], .open),
        ConformanceCase(
            "HEAD",
            "HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n" + get,
            [200, 200],
            .open,
            bodies: ["", seenGet],
            headIndices: [0]
        ),
        ConformanceCase("204", "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n" + get, [204, 200], .open),
        ConformanceCase(
            "a refusal without a body to come",
            "GET /forbidden HTTP/1.1\r\nHost: h\r\n\r\n" + get,
            [403, 200],
            .open
        ),
        ConformanceCase(
            "a refusal before the body",
            "POST /forbidden HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc" + get,
            [403],
            .closed
        ),
        ConformanceCase(
            "an expectation with its body",
            start + "Expect: 100-Continue\r\nContent-Length: 3\r\n\r\nabc",
            [200],
            .open
        ),
        ConformanceCase("an expectation without a body", start + "Expect: 100-continue\r\n\r\n", [200], .open),
        ConformanceCase(
            "another expectation",
            start + "Expect: 200-ok\r\nContent-Length: 3\r\n\r\nabc",
            [417],
            .closed
        ),
        ConformanceCase(
            "an expectation in HTTP/1.0",
            "POST /x HTTP/1.0\r\nExpect: x\r\nContent-Length: 3\r\n\r\nabc",
            [200],
            .closed
        ),
    ]

    private static func headerBlock(_ size: Int) -> String {
        let before = "Host: h\r\nX: "
        let after = "\r\n\r\n"
        return "GET /x HTTP/1.1\r\n" + before + repeated("y", size - before.utf8.count - after.utf8.count) + after
    }

    private static func sized(_ count: Int) -> String {
        "POST /length HTTP/1.1\r\nHost: h\r\nContent-Length: \(count)\r\n\r\n" + repeated("a", count)
    }

    private static func sizedChunks(_ count: Int) -> String {
        "POST /length HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1F4\r\n" + repeated("a", 500) + "\r\n"
            + String(count - 500, radix: 16) + "\r\n" + repeated("a", count - 500) + "\r\n0\r\n\r\n"
    }
}
