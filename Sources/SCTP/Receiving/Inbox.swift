// SPDX-License-Identifier: MIT

/// Messages in order of delivery, which wait for the owner to take them.
struct Inbox {
    /// What the owner gets of a stream.
    enum Entry {
        case message(SCTPMessage)
        /// The peer has reset these streams; it stands behind their last messages.
        case reset([UInt16])

        var cost: Int {
            switch self {
            case .message(let message): message.cost
            case .reset(let streams): SCTPMessage.overhead + 2 * streams.count
            }
        }
    }

    private var entries = FIFO<Entry>()
    /// Those of streams that the owner does not read now.
    private var held: [UInt16: FIFO<Entry>] = [:]
    private var pausedStreams: Set<UInt16> = []
    var isPaused = false
    /// What is kept here counts for so much in the receive window.
    private(set) var cost = 0

    var isEmpty: Bool { entries.isEmpty && held.isEmpty }

    mutating func append(_ entry: Entry) {
        cost += entry.cost
        switch entry {
        case .message(let message): append(entry, of: message.stream)
        case .reset(let streams):
            let waiting = streams.filter { pausedStreams.contains($0) }
            for stream in waiting { append(.reset([stream]), of: stream) }
            let rest = waiting.isEmpty ? streams : streams.filter { !pausedStreams.contains($0) }
            if !rest.isEmpty { entries.append(.reset(rest)) }
            // Parts cost more than the whole.
            cost += (waiting.count - 1 + (rest.isEmpty ? 0 : 1)) * SCTPMessage.overhead
        }
    }

    private mutating func append(_ entry: Entry, of stream: UInt16) {
        if pausedStreams.contains(stream) {
            held[stream, default: FIFO()].append(entry)
        } else {
            entries.append(entry)
        }
    }

    /// The next entry that the owner wants.
    mutating func popFirst() -> Entry? {
        guard !isPaused else { return nil }
        guard let entry = entries.popFirst() else { return nil }
        cost -= entry.cost
        return entry
    }

    mutating func pause(_ stream: UInt16) {
        guard pausedStreams.insert(stream).inserted else { return }
        // What is there already stays in order behind what is held: all of it is set aside now.
        var kept = FIFO<Entry>()
        while let entry = entries.popFirst() {
            switch entry {
            case .message(let message) where message.stream == stream:
                held[stream, default: FIFO()].append(entry)
            case .reset(let streams) where streams.contains(stream):
                held[stream, default: FIFO()].append(.reset([stream]))
                let rest = streams.filter { $0 != stream }
                if rest.isEmpty { continue }
                kept.append(.reset(rest))
                cost += SCTPMessage.overhead
            default: kept.append(entry)
            }
        }
        entries = kept
    }

    mutating func resume(_ stream: UInt16) {
        guard pausedStreams.remove(stream) != nil, var waiting = held.removeValue(forKey: stream) else { return }
        while let entry = waiting.popFirst() { entries.append(entry) }
    }

    mutating func removeAll() {
        entries.removeAll()
        held = [:]
        cost = 0
    }
}
