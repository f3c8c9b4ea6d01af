// SPDX-License-Identifier: MIT

import Foundation

/// A request as a client writes it.
struct HTTPCall: Sendable {
    var method = "POST"
    var target: String
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The bytes, with `Host` and, where there is a body, its length.
    var bytes: [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: relay.example\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}

/// A response as a client reads it.
struct HTTPReply: Sendable {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: [UInt8]
    /// Head and body as they came.
    let raw: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the only field with a name; nil if there is none or there are several.
    subscript(name: String) -> String? {
        let values = values(of: name)
        return values.count == 1 ? values[0] : nil
    }

    func values(of name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// Reads one final response; interim ones are skipped.
    init(from socket: ClientSocket, hasBody: Bool = true) throws {
        var received: [UInt8] = []
        while true {
            let head = try Self.head(from: socket, &received)
            let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
            guard let line = lines.first, line.hasPrefix("HTTP/1.1 "), let status = Int(line.split(separator: " ")[1])
            else { throw Missing("a status line, in: \(lines)") }
            if (100..<200).contains(status) { continue }
            self.status = status
            fields = lines.dropFirst().filter { !$0.isEmpty }.map { line in
                let name = line.prefix { $0 != ":" }
                return (String(name), line[name.endIndex...].dropFirst().trimmingCharacters(in: .whitespaces))
            }
            let length = fields.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
            while hasBody, received.count < length { received += try Self.more(from: socket) }
            body = hasBody ? Array(received.prefix(length)) : []
            raw = head + body
            return
        }
    }

    private static func head(from socket: ClientSocket, _ received: inout [UInt8]) throws -> [UInt8] {
        while true {
            if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                defer { received.removeSubrange(..<end.upperBound) }
                return Array(received[..<end.upperBound])
            }
            received += try more(from: socket)
        }
    }

    private static func more(from socket: ClientSocket) throws -> [UInt8] {
        let more = try socket.receive()
        guard !more.isEmpty else { throw Missing("more of a response before the end of the stream") }
        return more
    }
}
