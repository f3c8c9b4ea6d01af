// SPDX-License-Identifier: MIT

/// The messages of all streams that wait to be sent.
///
/// Streams share the association message by message, in proportion to their weights
/// ([RFC 8831, section 6.4](https://www.rfc-editor.org/rfc/rfc8831.html#section-6.4)). The fragments of a message are
/// not mixed with others: that would need RFC 8260.
struct SendQueue {
    static let defaultWeight = 256

    private(set) var streams: [UInt16: OutgoingStream] = [:]
    /// The streams with messages.
    private var waiting: [UInt16] = []
    /// The stream whose first message has been sent in part.
    private(set) var current: UInt16?
    /// The pass of the stream served last; a stream that wakes up begins here, without credit for its sleep.
    private var pass = 0
    /// Bytes of user data that wait.
    private(set) var byteCount = 0
    private(set) var messageCount = 0
    private(set) var wantsReset = false
    /// Streams whose amount has fallen to their threshold.
    var lowStreams: [UInt16] = []

    var isEmpty: Bool { messageCount == 0 }
    /// What the queue counts for in the send buffer.
    var cost: Int { byteCount + messageCount * OutgoingMessage.overhead }

    /// Calls `body` with the stream, which is made if it is not there.
    mutating func withStream<Result>(_ id: UInt16, _ body: (inout OutgoingStream) -> Result) -> Result {
        body(&streams[id, default: OutgoingStream()])
    }

    mutating func append(_ message: OutgoingMessage, on id: UInt16) {
        let pass = pass
        let isFirst = withStream(id) { stream in
            let isFirst = stream.messages.isEmpty
            if isFirst { stream.pass = max(stream.pass, pass) }
            stream.bufferedAmount += message.payload.count
            stream.messages.append(message)
            return isFirst
        }
        byteCount += message.payload.count
        messageCount += 1
        if isFirst { waiting.append(id) }
    }

    /// The size of the fragment that would be next; nil if there is none.
    ///
    /// Messages that have expired before their first fragment was sent are dropped.
    mutating func nextFragmentCount(limit: Int, now: Duration, drops: Bool) -> Int? {
        while let id = current ?? choose() {
            guard let message = streams[id]?.messages.first else { preconditionFailure("stream \(id) has nothing") }
            if drops, !message.hasBegun, message.limit.isExpired(at: now) {
                dropFirst(of: id)
                continue
            }
            return min(limit, message.rest)
        }
        return nil
    }

    /// Takes the fragment whose size was just asked for.
    mutating func nextFragment(limit: Int, tsn: TSN) -> SentChunk? {
        guard let id = current ?? choose() else { return nil }
        let (chunk, isLast) = withStream(id) { stream in
            Self.takeFragment(of: &stream, id: id, limit: limit, tsn: tsn)
        }
        byteCount -= chunk.payload.count
        current = isLast ? nil : id
        pass = streams[id]?.pass ?? pass
        if isLast { messageEnded(on: id) }
        noteLow(id, before: (streams[id]?.bufferedAmount ?? 0) + chunk.payload.count)
        return chunk
    }

    private static func takeFragment(
        of stream: inout OutgoingStream,
        id: UInt16,
        limit: Int,
        tsn: TSN
    ) -> (chunk: SentChunk, isLast: Bool) {
        let isFirst = !stream.messages[0].hasBegun
        if isFirst, !stream.messages[0].isUnordered {
            stream.messages[0].sequence = stream.nextSequence
            stream.nextSequence &+= 1
        }
        let message = stream.messages[0]
        let end = message.offset + min(limit, message.rest)
        let isLast = end == message.payload.count
        var flags: DataChunk.Flags = message.isUnordered ? [.unordered] : []
        if isFirst { flags.insert(.beginning) }
        if isLast { flags.insert(.end) }
        let head = DataChunk(
            tsn: tsn,
            stream: id,
            sequence: message.sequence,
            protocolID: message.protocolID,
            flags: flags
        )
        let payload = message.payload[message.offset..<end]
        stream.messages[0].offset = end
        stream.bufferedAmount -= payload.count
        stream.outstanding += 1
        stream.pass += (payload.count + DataChunk.overhead) * 1024 / stream.weight
        return (SentChunk(head: head, payload: payload, limit: message.limit), isLast)
    }

    /// Drops what is left of the message that has been sent in part, and returns the head of the fragment that would
    /// have been its last.
    mutating func abandonCurrent(tsn: TSN) -> DataChunk? {
        guard let id = current, let message = streams[id]?.messages.first else { return nil }
        withStream(id) { $0.outstanding += 1 }
        dropFirst(of: id)
        current = nil
        return DataChunk(
            tsn: tsn,
            stream: id,
            sequence: message.sequence,
            protocolID: message.protocolID,
            flags: message.isUnordered ? [.end, .unordered] : [.end]
        )
    }

    /// Drops the messages of a stream of which nothing has been sent.
    mutating func discard(_ id: UInt16) {
        guard let stream = streams[id] else { return }
        let kept = current == id ? 1 : 0
        var messages = FIFO<OutgoingMessage>()
        if kept == 1 { messages.append(stream.messages[0]) }
        for index in kept..<stream.messages.count {
            byteCount -= stream.messages[index].rest
            messageCount -= 1
        }
        withStream(id) { stream in
            stream.bufferedAmount = messages.first?.rest ?? 0
            stream.messages = messages
        }
        if kept == 0 { waiting.removeAll { $0 == id } }
    }

    /// Drops the messages that have expired before anything of them was sent.
    mutating func dropExpired(now: Duration) {
        for id in waiting {
            guard let stream = streams[id] else { continue }
            let begun = current == id ? 1 : 0
            var kept = FIFO<OutgoingMessage>()
            var droppedBytes = 0
            for index in 0..<stream.messages.count {
                let message = stream.messages[index]
                if index >= begun, message.limit.isExpired(at: now) {
                    droppedBytes += message.rest
                } else {
                    kept.append(message)
                }
            }
            guard kept.count < stream.messages.count else { continue }
            byteCount -= droppedBytes
            messageCount -= stream.messages.count - kept.count
            withStream(id) { stream in
                stream.messages = kept
                stream.bufferedAmount -= droppedBytes
            }
            noteLow(id, before: stream.bufferedAmount)
        }
        waiting.removeAll { streams[$0]?.messages.isEmpty ?? true }
    }

    private mutating func dropFirst(of id: UInt16) {
        guard let rest = streams[id]?.messages.first?.rest else { return }
        let before = streams[id]?.bufferedAmount ?? 0
        withStream(id) { $0.bufferedAmount -= rest }
        byteCount -= rest
        messageEnded(on: id)
        noteLow(id, before: before)
    }

    private mutating func messageEnded(on id: UInt16) {
        let isEmpty = withStream(id) { stream in
            stream.messages.popFirst()
            return stream.messages.isEmpty
        }
        messageCount -= 1
        if isEmpty { waiting.removeAll { $0 == id } }
    }

    private mutating func noteLow(_ id: UInt16, before: Int) {
        guard let stream = streams[id], let threshold = stream.lowThreshold, before > threshold,
            stream.bufferedAmount <= threshold
        else { return }
        if !lowStreams.contains(id) { lowStreams.append(id) }
    }

    private func choose() -> UInt16? {
        waiting.min { passOf($0) < passOf($1) }
    }

    private func passOf(_ id: UInt16) -> Int { streams[id]?.pass ?? 0 }

    // MARK: Acknowledgement and reset

    mutating func acknowledged(_ id: UInt16) {
        streams[id]?.outstanding -= 1
    }

    mutating func wantReset(_ id: UInt16) {
        withStream(id) { if $0.reset == .none { $0.reset = .wanted } }
        wantsReset = true
    }

    /// The streams to be reset from which nothing is on the way any more; from now on they are `requested`.
    mutating func takeResettable(limit: Int) -> [UInt16] {
        guard wantsReset else { return [] }
        let wanted = streams.filter { $0.value.reset == .wanted }
        let ready = wanted.filter { $0.value.isDrained }.keys.sorted().prefix(limit)
        for id in ready { withStream(id) { $0.reset = .requested } }
        wantsReset = wanted.count > ready.count
        return Array(ready)
    }

    /// Drops the streams that the peer does not have.
    mutating func forgetStreams(from count: UInt16) {
        for id in streams.keys where id >= count { forget(id) }
    }

    /// The stream begins anew.
    mutating func forget(_ id: UInt16) {
        discard(id)
        streams[id] = nil
    }
}
