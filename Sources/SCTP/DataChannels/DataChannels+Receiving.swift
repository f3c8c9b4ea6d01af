// SPDX-License-Identifier: MIT

extension DataChannels {
    /// The next event; nil if there is none.
    ///
    /// - Parameter now: The time.
    /// - Returns: The event.
    public func nextEvent(now: Duration) -> DataChannelEvent? {
        while true {
            if let event = events.popFirst() { return event }
            if let event = association.nextEvent() {
                handle(event, now: now)
            } else if association.state != .ended || !dropClosing() {
                return nil
            }
        }
    }

    /// Lets go of the channels that wait for a peer which is gone, and of what they hold back; true if there were any.
    private func dropClosing() -> Bool {
        let closing = channels.filter { $0.value.state == .closing }.keys
        for id in closing {
            remove(id)
            association.setReading(paused: false, stream: id)
        }
        return !closing.isEmpty
    }

    private func handle(_ event: SCTPEvent, now: Duration) {
        switch event {
        case .connected: connected()
        case .message(let message): handle(message, now: now)
        case .incomingReset(let streams): for id in streams { incomingReset(id, now: now) }
        case .outgoingReset(let streams): for id in streams { outgoingReset(id) }
        case .resetRefused(let streams): for id in streams { resetRefused(id) }
        case .bufferedAmountLow(let id): if channels[id] != nil { events.append(.bufferedAmountLow(id)) }
        case .sendBufferAvailable: events.append(.sendBufferAvailable)
        case .closed(let reason):
            channels = [:]
            partialCount = 0
            events.append(.ended(reason))
        }
    }

    private func handle(_ message: SCTPMessage, now: Duration) {
        let id = message.stream
        switch PayloadProtocol(rawValue: message.protocolID) {
        case .control: handleControl(message.payload, on: id, now: now)
        case .text: deliver(message.payload, as: .text, on: id, now: now)
        case .binary: deliver(message.payload, as: .binary, on: id, now: now)
        case .emptyText: deliver([], as: .text, on: id, now: now)
        case .emptyBinary: deliver([], as: .binary, on: id, now: now)
        case .partialText, .partialBinary: keep(message.payload, on: id, now: now)
        case nil: break
        }
    }

    private func handleControl(_ payload: [UInt8], on id: UInt16, now: Duration) {
        switch ChannelControlMessage(parsing: payload.span, maxNameCount: limits.maxNameCount) {
        case .open(let parameters): peerOpens(id, parameters, now: now)
        case .acknowledge: noteOpen(id)
        case nil: if ChannelControlMessage.isOpen(payload.span) { peerOpens(id, nil, now: now) }
        }
    }

    /// The peer knows of the channel.
    private func noteOpen(_ id: UInt16) {
        guard channels[id]?.state == .opening else { return }
        channels[id]?.state = .open
        events.append(.opened(id))
    }

    private func deliver(_ payload: [UInt8], as kind: DataChannelPayload, on id: UInt16, now: Duration) {
        guard let channel = channels[id], channel.state != .closing else { return }
        noteOpen(id)
        var payload = payload
        if !channel.partial.isEmpty {
            guard keep(payload, on: id, now: now), let whole = channels[id]?.partial else { return }
            payload = whole
            channels[id]?.partial = []
            partialCount -= payload.count
        }
        if kind == .text, !payload.isUTF8 { payload = Array(String(decoding: payload, as: UTF8.self).utf8) }
        events.append(.message(id, kind, payload))
    }

    /// Adds a part of a message; a message that becomes too long closes the channel.
    ///
    /// The parts on all channels together are no longer than one message may be.
    @discardableResult
    private func keep(_ payload: [UInt8], on id: UInt16, now: Duration) -> Bool {
        guard let channel = channels[id], channel.state != .closing else { return false }
        noteOpen(id)
        guard partialCount + payload.count <= association.configuration.maxIncomingMessageSize else {
            close(id, now: now)
            return false
        }
        channels[id]?.partial += payload
        partialCount += payload.count
        return true
    }
}
