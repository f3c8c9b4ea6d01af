// SPDX-License-Identifier: MIT

/// Writes response heads into one block of memory that is used again and again.
struct ResponseHeadWriter {
    /// What a response must know of its request.
    struct Context {
        /// The request's minor version.
        var minorVersion = 1
        var isForHead = false
        var keepsAlive = false
    }

    /// The head written last.
    private(set) var bytes: [UInt8] = []
    private var date = HTTPDate()
    private let keepAliveLines: [UInt8]

    init(idleTimeout: Duration) {
        // Clients that know when an idle connection ends do not send a request into its end.
        var lines: [UInt8] = []
        lines.append("Connection: keep-alive\r\nKeep-Alive: timeout=")
        lines.append(decimal: Int(clamping: idleTimeout.components.seconds))
        lines.append("\r\n")
        keepAliveLines = lines
    }

    /// Replaces ``bytes`` by the head of a response.
    mutating func write(_ response: HTTPResponse, _ context: Context) {
        precondition(200...599 ~= response.status, "\(response.status) is no final status")
        bytes.removeAll(keepingCapacity: true)
        bytes.append("HTTP/1.1 ")
        bytes.append(decimal: response.status)
        bytes.append(UInt8(ascii: " "))
        bytes.append(ReasonPhrase.of(response.status))
        bytes.append("\r\n")
        date.write(to: &bytes)
        bytes.append(contentsOf: response.fields.bytes)
        if Self.mayHaveContent(response.status) {
            if response.stream == nil {
                bytes.append("Content-Length: ")
                bytes.append(decimal: response.body.count)
                bytes.append("\r\n")
            } else if context.minorVersion >= 1 {
                bytes.append("Transfer-Encoding: chunked\r\n")
            }
        }
        if context.keepsAlive {
            bytes.append(contentsOf: keepAliveLines)
        } else {
            bytes.append("Connection: close\r\n")
        }
        bytes.append("\r\n")
    }

    /// Whether a response carries its content on the wire.
    static func sendsBody(_ response: HTTPResponse, _ context: Context) -> Bool {
        !context.isForHead && mayHaveContent(response.status)
    }

    /// RFC 9110 section 8.6 and RFC 9112 section 6.3: 204 and 304 end with their head.
    private static func mayHaveContent(_ status: Int) -> Bool {
        status != 204 && status != 304
    }
}
