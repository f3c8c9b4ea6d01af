// SPDX-License-Identifier: MIT

internal import SCTP

/// A message on its way from one side to the other.
struct ChannelMessage {
    var kind: DataChannelPayload
    var bytes: [UInt8]
}

/// What waits for one side of a pair of channels, and who has to wait for it.
struct MessageQueue {
    private(set) var messages = FIFO<ChannelMessage>()
    /// The sides whose channel is not read until the queue is empty.
    private(set) var pausedSides: Set<CallSide> = []

    var isEmpty: Bool { messages.isEmpty }
    var count: Int { messages.count }
    var first: ChannelMessage? { messages.first }

    /// Adds a message; what its origin sends next is not to be read.
    mutating func append(_ message: ChannelMessage, from origin: CallSide?) {
        messages.append(message)
        if let origin { pausedSides.insert(origin) }
    }

    mutating func removeFirst() { messages.popFirst() }

    /// The sides that may be read again.
    mutating func takePausedSides() -> Set<CallSide> {
        defer { pausedSides = [] }
        return pausedSides
    }
}
