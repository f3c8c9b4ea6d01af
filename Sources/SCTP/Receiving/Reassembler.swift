// SPDX-License-Identifier: MIT

/// Joins fragments into messages, [RFC 9260, section 6.9](https://www.rfc-editor.org/rfc/rfc9260.html#section-6.9).
///
/// The fragments of a message have consecutive numbers. A message grows from its first fragment on; fragments that come
/// before the one in front of them wait. So each byte is moved twice at most, in whatever order they come.
struct Reassembler {
    /// Why the association cannot go on.
    enum Failure: Error {
        /// The fragments contradict each other.
        case inconsistent
        /// The message is longer than the limit that the peer was told.
        case tooLong
    }

    /// A message whose first fragment has come.
    private struct Partial {
        var head: DataChunk
        var payload: [UInt8]
    }

    /// A fragment that waits for the one before it.
    private struct Piece {
        var head: DataChunk
        var payload: [UInt8]
    }

    private let maxMessageCount: Int
    /// By the number of the fragment that is missing next.
    private var partials: [TSN: Partial] = [:]
    private var pieces: [TSN: Piece] = [:]
    /// What is kept here counts for so much in the receive window.
    private(set) var cost = 0

    init(maxMessageCount: Int) {
        self.maxMessageCount = maxMessageCount
    }

    /// Takes a fragment; returns the message that it completes.
    mutating func add(_ head: DataChunk, _ payload: Span<UInt8>) throws(Failure) -> SCTPMessage? {
        guard payload.count <= maxMessageCount else { throw .tooLong }
        // A message cannot begin where another goes on.
        if !partials.isEmpty, head.flags.contains(.beginning), partials[head.tsn] != nil { throw .inconsistent }
        if head.flags.isSuperset(of: .whole) { return Self.message(head, payload.copied) }
        if head.flags.contains(.beginning) {
            cost += SCTPMessage.overhead + payload.count
            return try grow(Partial(head: head, payload: payload.copied), next: head.tsn.next)
        }
        guard var partial = partials.removeValue(forKey: head.tsn) else {
            pieces[head.tsn] = Piece(head: head, payload: payload.copied)
            cost += SCTPMessage.overhead + payload.count
            return nil
        }
        try check(head, payload.count, continues: partial)
        partial.payload.append(copying: payload)
        cost += payload.count
        if head.flags.contains(.end) { return finish(partial) }
        return try grow(partial, next: head.tsn.next)
    }

    /// Adds the pieces that have waited for this one.
    private mutating func grow(_ start: Partial, next: TSN) throws(Failure) -> SCTPMessage? {
        var partial = start
        var next = next
        while let piece = pieces.removeValue(forKey: next) {
            try check(piece.head, piece.payload.count, continues: partial)
            partial.payload += piece.payload
            cost -= SCTPMessage.overhead
            if piece.head.flags.contains(.end) { return finish(partial) }
            next = next.next
        }
        partials[next] = partial
        return nil
    }

    private func check(_ head: DataChunk, _ count: Int, continues partial: Partial) throws(Failure) {
        let first = partial.head
        guard head.stream == first.stream, head.isUnordered == first.isUnordered,
            head.isUnordered || head.sequence == first.sequence
        else { throw .inconsistent }
        guard partial.payload.count + count <= maxMessageCount else { throw .tooLong }
    }

    private mutating func finish(_ partial: Partial) -> SCTPMessage {
        cost -= SCTPMessage.overhead + partial.payload.count
        return Self.message(partial.head, partial.payload)
    }

    private static func message(_ head: DataChunk, _ payload: [UInt8]) -> SCTPMessage {
        SCTPMessage(
            stream: head.stream,
            protocolID: head.protocolID,
            isUnordered: head.isUnordered,
            payload: payload
        )
    }

    /// Drops the fragments of messages that the peer has given up: those that miss one up to this number.
    mutating func forward(to tsn: TSN) {
        for (next, partial) in partials where next <= tsn {
            partials[next] = nil
            cost -= SCTPMessage.overhead + partial.payload.count
        }
        for (number, piece) in pieces where number <= tsn {
            pieces[number] = nil
            cost -= SCTPMessage.overhead + piece.payload.count
        }
    }
}
