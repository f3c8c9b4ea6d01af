// SPDX-License-Identifier: MIT

/// Puts ordered messages into their order, stream by stream.
struct IncomingStreams {
    private struct Stream {
        var expected: UInt16 = 0
        /// Messages that came before the expected one.
        var early: [UInt16: SCTPMessage] = [:]
    }

    private let limit: Int
    private var streams: [UInt16: Stream] = [:]
    /// What is kept here counts for so much in the receive window.
    private(set) var cost = 0

    /// - Parameter limit: How many streams are kept track of; `accepts` is false for more.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether there is a place for the stream.
    func accepts(_ id: UInt16) -> Bool {
        streams[id] != nil || streams.count < limit
    }

    /// Takes an ordered message, and calls `deliver` with those that are in order now.
    mutating func add(_ message: SCTPMessage, sequence: UInt16, deliver: (SCTPMessage) -> Void) {
        var stream = streams[message.stream] ?? Stream()
        if sequence == stream.expected {
            stream.expected &+= 1
            deliver(message)
            deliverEarly(&stream, deliver)
        } else if StreamSequence.isAfter(sequence, stream.expected), stream.early[sequence] == nil {
            cost += message.cost
            stream.early[sequence] = message
        }
        streams[message.stream] = stream
    }

    private mutating func deliverEarly(_ stream: inout Stream, _ deliver: (SCTPMessage) -> Void) {
        while !stream.early.isEmpty, let message = stream.early.removeValue(forKey: stream.expected) {
            cost -= message.cost
            stream.expected &+= 1
            deliver(message)
        }
    }

    /// The peer has given up messages up to this one.
    mutating func skip(_ id: UInt16, through sequence: UInt16, deliver: (SCTPMessage) -> Void) {
        guard accepts(id) else { return }
        var stream = streams[id] ?? Stream()
        guard !StreamSequence.isAfter(stream.expected, sequence) else { return }
        let base = stream.expected
        let skipped = stream.early.keys.filter { !StreamSequence.isAfter($0, sequence) }
        for key in skipped.sorted(by: { $0 &- base < $1 &- base }) {
            guard let message = stream.early.removeValue(forKey: key) else { continue }
            cost -= message.cost
            deliver(message)
        }
        stream.expected = sequence &+ 1
        deliverEarly(&stream, deliver)
        streams[id] = stream
    }

    /// The peer begins anew with this stream.
    mutating func reset(_ id: UInt16) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        for message in stream.early.values { cost -= message.cost }
    }

    /// All streams that are kept track of.
    var ids: [UInt16] { Array(streams.keys) }
}
