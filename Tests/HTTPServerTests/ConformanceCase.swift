// SPDX-License-Identifier: MIT

import HTTPServer
import Testing

/// A stream of bytes from a client, and exactly what a server must answer.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
    /// What follows the last answer.
    enum End: Sendable {
        /// The connection serves further requests.
        case open
        /// The server closes the connection and answers nothing more.
        case closed
        /// As `closed`, for a stream that the client ends.
        case clientEnds
    }

    let name: String
    let input: [UInt8]
    let statuses: [Int]
    let end: End
    /// The bodies of the answers, as far as they matter.
    let bodies: [String]?
    /// Which of the answers belong to `HEAD`.
    let headIndices: Set<Int>

    var testDescription: String { name }

    init(
        _ name: String,
        _ input: String,
        _ statuses: [Int],
        _ end: End,
        bodies: [String]? = nil,
        headIndices: Set<Int> = []
    ) {
        self.name = name
        self.input = Array(input.utf8)
        self.statuses = statuses
        self.end = end
        self.bodies = bodies
        self.headIndices = headIndices
    }

    /// One malformed request: 400, closed, with these words.
    static func refused(_ name: String, _ input: String, _ reason: MalformedRequest) -> ConformanceCase {
        let body = HTTPServerFailure.malformedRequest(reason).explanation
        return ConformanceCase(name, input, [400], .closed, bodies: [body])
    }

    /// One request that is answered by what the handler saw of it.
    static func accepted(_ name: String, _ input: String, _ body: String) -> ConformanceCase {
        ConformanceCase(name, input, [200], .open, bodies: [body])
    }
}
