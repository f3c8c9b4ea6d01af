// SPDX-License-Identifier: MIT

/// The chunks that this module knows, by their number (IANA, "SCTP Chunk Types").
enum ChunkType: UInt8 {
    case data = 0
    case initiation = 1
    case initiationAck = 2
    case selectiveAck = 3
    case heartbeat = 4
    case heartbeatAck = 5
    case abort = 6
    case shutdown = 7
    case shutdownAck = 8
    case error = 9
    case cookieEcho = 10
    case cookieAck = 11
    case shutdownComplete = 14
    case reconfiguration = 130
    case forwardTSN = 192
}

/// What the two highest bits of an unknown type ask for,
/// [RFC 9260, sections 3.2](https://www.rfc-editor.org/rfc/rfc9260.html#section-3.2) and 3.2.1.
struct UnknownTypeAction: Hashable {
    /// Whether what follows is not read.
    var stops: Bool
    /// Whether the sender is told.
    var reports: Bool

    init(chunkType: UInt8) {
        stops = chunkType & 0x80 == 0
        reports = chunkType & 0x40 != 0
    }

    init(parameterType: UInt16) {
        stops = parameterType & 0x8000 == 0
        reports = parameterType & 0x4000 != 0
    }
}
