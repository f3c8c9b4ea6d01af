// SPDX-License-Identifier: MIT

import Foundation

/// A response as a client reads it.
struct ReceivedResponse: Hashable {
    struct Malformed: Error {
        let rest: String
    }

    var status: Int
    var fields: [String: String]
    var body: String

    /// Reads all responses of a stream; those at `headIndices` answer `HEAD` and have no content.
    static func parseAll(_ bytes: [UInt8], headIndices: Set<Int> = []) throws -> [ReceivedResponse] {
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        var responses: [ReceivedResponse] = []
        while !rest.isEmpty {
            responses.append(try parse(&rest, isForHead: headIndices.contains(responses.count)))
        }
        return responses
    }

    private static func parse(_ text: inout Substring, isForHead: Bool) throws -> ReceivedResponse {
        guard let end = text.range(of: "\r\n\r\n"), text.hasPrefix("HTTP/1.1 ") else {
            throw Malformed(rest: String(text))
        }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        guard let status = Int(lines[0].dropFirst(9).prefix(3)) else { throw Malformed(rest: String(text)) }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.range(of: ": ") else { throw Malformed(rest: String(text)) }
            let name = line[..<colon.lowerBound].lowercased()
            guard fields.updateValue(String(line[colon.upperBound...]), forKey: name) == nil else {
                throw Malformed(rest: "repeated \(name)")
            }
        }
        text = text[end.upperBound...]
        let hasContent = !isForHead && status >= 200 && status != 204 && status != 304
        guard let length = hasContent ? fields["content-length"].flatMap({ Int($0) }) : 0, length <= text.utf8.count
        else { throw Malformed(rest: "length of \(lines[0])") }
        let bodyEnd = text.utf8.index(text.startIndex, offsetBy: length)
        defer { text = text[bodyEnd...] }
        return ReceivedResponse(status: status, fields: fields, body: String(text[..<bodyEnd]))
    }
}
