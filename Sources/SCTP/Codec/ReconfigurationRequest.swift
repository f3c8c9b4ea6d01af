// SPDX-License-Identifier: MIT

/// Parameters of RE-CONFIG chunks, [RFC 6525, section 4](https://www.rfc-editor.org/rfc/rfc6525.html#section-4).
enum ReconfigurationParameter: UInt16 {
    case outgoingReset = 13
    case incomingReset = 14
    case associationReset = 15
    case response = 16
    case addOutgoingStreams = 17
    case addIncomingStreams = 18
}

/// What a RE-CONFIG response says of a request, RFC 6525, section 4.4.
enum ReconfigurationResult: UInt32 {
    case nothingToDo = 0
    case performed = 1
    case denied = 2
    case wrongStream = 3
    case requestInProgress = 4
    case badSequenceNumber = 5
    case inProgress = 6
}

/// The request to reset the sequence numbers of the sender's own streams, RFC 6525, section 4.1.
struct OutgoingResetRequest: Hashable {
    /// The bytes before the list of streams, without the parameter's header.
    private static let fixedCount = 12

    var sequence: TSN
    /// The last request of the peer that the sender has seen.
    var responseSequence: TSN
    /// The reset takes place once everything up to here has arrived.
    var lastTSN: TSN
    /// Empty stands for all streams.
    var streams: [UInt16]

    init(sequence: TSN, responseSequence: TSN, lastTSN: TSN, streams: [UInt16]) {
        self.sequence = sequence
        self.responseSequence = responseSequence
        self.lastTSN = lastTSN
        self.streams = streams
    }

    init?(value: Span<UInt8>) {
        guard value.count >= Self.fixedCount, value.count % 2 == 0 else { return nil }
        sequence = TSN(value.uint32(at: 0))
        responseSequence = TSN(value.uint32(at: 4))
        lastTSN = TSN(value.uint32(at: 8))
        streams = []
        streams.reserveCapacity((value.count - Self.fixedCount) / 2)
        for offset in stride(from: Self.fixedCount, to: value.count, by: 2) {
            streams.append(value.uint16(at: offset))
        }
    }

    func write(to packet: inout [UInt8]) {
        let type = ReconfigurationParameter.outgoingReset.rawValue
        ChunkWriter.writeParameter(type, to: &packet) { packet in
            packet.append(sequence.value)
            packet.append(responseSequence.value)
            packet.append(lastTSN.value)
            for stream in streams { packet.append(stream) }
        }
    }
}

/// The answer to a request, RFC 6525, section 4.4.
struct ReconfigurationResponse: Hashable {
    var sequence: TSN
    /// One of ``ReconfigurationResult``, or a number from a later document.
    var result: UInt32

    init(sequence: TSN, result: ReconfigurationResult) {
        self.sequence = sequence
        self.result = result.rawValue
    }

    init?(value: Span<UInt8>) {
        guard value.count >= 8 else { return nil }
        sequence = TSN(value.uint32(at: 0))
        result = value.uint32(at: 4)
    }

    func write(to packet: inout [UInt8]) {
        ChunkWriter.writeParameter(ReconfigurationParameter.response.rawValue, to: &packet) { packet in
            packet.append(sequence.value)
            packet.append(result)
        }
    }
}
