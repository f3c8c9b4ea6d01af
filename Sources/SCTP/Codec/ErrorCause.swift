// SPDX-License-Identifier: MIT

/// Causes in ERROR and ABORT chunks,
/// [RFC 9260, section 3.3.10](https://www.rfc-editor.org/rfc/rfc9260.html#section-3.3.10).
enum ErrorCause: UInt16 {
    case invalidStream = 1
    case missingParameter = 2
    case staleCookie = 3
    case outOfResource = 4
    case unrecognizedChunk = 6
    case invalidParameter = 7
    case unrecognizedParameters = 8
    case noUserData = 9
    case cookieWhileShuttingDown = 10
    case userAbort = 12
    case protocolViolation = 13

    /// The most that is sent back of what was not understood.
    static let maxEchoedCount = 256

    func write(to packet: inout [UInt8], _ body: (inout [UInt8]) -> Void = { _ in }) {
        ChunkWriter.writeParameter(rawValue, to: &packet, body)
    }
}
