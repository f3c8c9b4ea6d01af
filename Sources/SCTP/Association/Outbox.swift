// SPDX-License-Identifier: MIT

/// Control chunks that wait to be sent.
struct Outbox {
    /// What is written when its packet is made, from the state at that time.
    struct Due: OptionSet {
        let rawValue: UInt16

        static let initiation = Due(rawValue: 1)
        static let cookieEcho = Due(rawValue: 2)
        static let shutdown = Due(rawValue: 4)
        static let shutdownAck = Due(rawValue: 8)
        static let ack = Due(rawValue: 16)
        static let forwardTSN = Due(rawValue: 32)
        static let reset = Due(rawValue: 64)
        static let heartbeat = Due(rawValue: 128)
    }

    /// Chunks that answer the peer, written already.
    struct Reply {
        var tag: UInt32
        var chunks: [UInt8]
        /// Whether other chunks may not be in the same packet, as with INIT-ACK.
        var isAlone = false
    }

    /// The answers that are kept; what would be more is not answered, and the peer asks again.
    static let maxReplies = 32

    var due: Due = []
    private(set) var replies = FIFO<Reply>()

    var isEmpty: Bool { due.isEmpty && replies.isEmpty }

    mutating func append(_ reply: Reply) {
        if replies.count < Self.maxReplies { replies.append(reply) }
    }

    /// Adds a chunk whose value `body` appends.
    mutating func reply(
        _ type: ChunkType,
        flags: UInt8 = 0,
        tag: UInt32,
        isAlone: Bool = false,
        _ body: (inout [UInt8]) -> Void = { _ in }
    ) {
        var chunks: [UInt8] = []
        ChunkWriter.write(type, flags: flags, to: &chunks, body)
        append(Reply(tag: tag, chunks: chunks, isAlone: isAlone))
    }

    @discardableResult
    mutating func popFirst() -> Reply? {
        replies.popFirst()
    }

    /// For the last words of an association: nothing else is sent any more.
    mutating func removeAll() {
        due = []
        replies.removeAll()
    }
}
