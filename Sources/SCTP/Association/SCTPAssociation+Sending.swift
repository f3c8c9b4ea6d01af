// SPDX-License-Identifier: MIT

extension SCTPAssociation {
    /// Queues a message; it may be done before the association is up.
    ///
    /// - Parameters:
    ///   - payload: At least one byte, and no more than the peer takes and the send buffer holds.
    ///   - stream: Below ``outgoingStreamCount``.
    ///   - protocolID: The payload protocol identifier, which goes along uninterpreted.
    ///   - isUnordered: Whether the message may overtake others of its stream.
    ///   - reliability: When the message is given up, if the peer can do that.
    ///   - now: The time.
    /// - Throws: ``SCTPError``, and then nothing has been queued.
    public func send(
        _ payload: [UInt8],
        on stream: UInt16,
        protocolID: UInt32,
        isUnordered: Bool = false,
        reliability: SCTPReliability = .reliable,
        now: Duration
    ) throws(SCTPError) {
        try checkOpen(stream)
        guard !payload.isEmpty else { throw SCTPError(.emptyMessage) }
        let limit = configuration.maxOutgoingMessageSize
        // What has no room in an empty buffer would wait for ever, and all behind it.
        guard limit == 0 || payload.count <= limit,
            payload.count + OutgoingMessage.overhead <= configuration.sendBuffer
        else { throw SCTPError(.messageTooLong) }
        try reserve(payload.count, now: now)
        let message = OutgoingMessage(
            protocolID: protocolID,
            isUnordered: isUnordered,
            limit: TransmissionLimit(reliability, now: now),
            payload: payload
        )
        sender.queue.append(message, on: stream)
    }

    /// Queues a control message of a data channel, which needs no room: there are no more than channels.
    func queue(_ payload: [UInt8], control stream: UInt16) {
        guard (try? checkOpen(stream)) != nil else { return }
        let message = OutgoingMessage(
            protocolID: PayloadProtocol.control.rawValue,
            isUnordered: false,
            limit: .none,
            payload: payload
        )
        sender.queue.append(message, on: stream)
    }

    private func checkOpen(_ stream: UInt16) throws(SCTPError) {
        switch state {
        case .closed, .cookieWait, .cookieEchoed, .established: break
        case .shutdownPending, .shutdownSent, .shutdownReceived, .shutdownAckSent, .ended:
            throw SCTPError(.notOpen)
        }
        guard stream < outgoingStreamCount else { throw SCTPError(.noSuchStream) }
        if let reset = sender.queue.streams[stream]?.reset, reset != .none { throw SCTPError(.streamClosing) }
    }

    private func reserve(_ count: Int, now: Duration) throws(SCTPError) {
        let needed = count + OutgoingMessage.overhead
        if sender.cost + needed > configuration.sendBuffer, dropsExpired { sender.queue.dropExpired(now: now) }
        guard sender.cost + needed <= configuration.sendBuffer else {
            hasRefused = true
            throw SCTPError(.sendBufferFull)
        }
    }

    /// Messages may be dropped before the association is up, and later if the peer can skip them.
    var dropsExpired: Bool { peer?.supportsForwardTSN ?? true }

    /// The bytes on all streams that are not acknowledged.
    public var bufferedAmount: Int { sender.queue.byteCount + sender.sent.byteCount }

    /// The bytes on a stream that wait to be sent for the first time.
    public func bufferedAmount(of stream: UInt16) -> Int {
        sender.queue.streams[stream]?.bufferedAmount ?? 0
    }

    /// Sets at which ``bufferedAmount(of:)`` the owner is told, having been above it; without it there is no such
    /// event.
    public func setLowThreshold(_ threshold: Int, of stream: UInt16) {
        sender.queue.withStream(stream) { $0.lowThreshold = max(0, threshold) }
    }

    /// Sets the share of a stream relative to others, 256 at first; 1 or more.
    public func setWeight(_ weight: UInt16, of stream: UInt16) {
        sender.queue.withStream(stream) { $0.weight = max(1, Int(weight)) }
    }

    /// Drops the messages on a stream of which nothing has been sent.
    public func discardQueued(on stream: UInt16) {
        sender.queue.discard(stream)
    }

    // MARK: Packets

    /// The next packet; nil if there is none now.
    public func nextPacket(now: Duration) -> [UInt8]? {
        var packet: [UInt8] = []
        return nextPacket(into: &packet, now: now) ? packet : nil
    }

    /// Makes the next packet, in the storage of the one given; false if there is none now.
    public func nextPacket(into packet: inout [UInt8], now: Duration) -> Bool {
        packet.removeAll(keepingCapacity: true)
        guard writePacket(to: &packet, now: now) else { return false }
        CommonHeader.seal(&packet)
        return true
    }

    private func begin(_ packet: inout [UInt8], tag: UInt32) {
        let header = CommonHeader(
            sourcePort: configuration.localPort,
            destinationPort: configuration.remotePort,
            verificationTag: tag
        )
        header.write(to: &packet)
    }

    private func writePacket(to packet: inout [UInt8], now: Duration) -> Bool {
        if let reply = outbox.popFirst() {
            begin(&packet, tag: reply.tag)
            packet += reply.chunks
            guard !reply.isAlone, reply.tag == peerTag else { return true }
            addReplies(to: &packet)
        } else if outbox.due.remove(.initiation) != nil {
            begin(&packet, tag: 0)
            local.write(.initiation, to: &packet)
            return true
        } else {
            begin(&packet, tag: peerTag)
        }
        if state == .cookieEchoed {
            writeCookieEcho(to: &packet)
        } else if state.isConnected {
            writeControl(to: &packet, now: now)
            writeData(to: &packet, now: now)
        }
        return packet.count > CommonHeader.count
    }

    private func addReplies(to packet: inout [UInt8]) {
        while let reply = outbox.replies.first, !reply.isAlone, reply.tag == peerTag,
            packet.count + reply.chunks.count <= configuration.mtu
        {
            packet += reply.chunks
            outbox.popFirst()
        }
    }

    private func writeControl(to packet: inout [UInt8], now: Duration) {
        if outbox.due.isEmpty { return }
        if outbox.due.contains(.reset), let request = resets.outstanding, has(room: 256, in: packet) {
            outbox.due.remove(.reset)
            ChunkWriter.write(.reconfiguration, to: &packet) { request.write(to: &$0) }
        }
        if outbox.due.contains(.heartbeat), let heartbeat, has(room: 32, in: packet) {
            outbox.due.remove(.heartbeat)
            heartbeat.write(to: &packet)
        }
        if outbox.due.contains(.shutdown), has(room: 8, in: packet) {
            outbox.due.remove(.shutdown)
            let cumulative = receiver.tsns.cumulative
            ChunkWriter.write(.shutdown, to: &packet) { $0.append(cumulative.value) }
        }
        if outbox.due.contains(.shutdownAck), has(room: 4, in: packet) {
            outbox.due.remove(.shutdownAck)
            ChunkWriter.write(.shutdownAck, to: &packet)
        }
    }

    private func has(room: Int, in packet: [UInt8]) -> Bool {
        packet.count + room <= configuration.mtu
    }

    private func writeData(to packet: inout [UInt8], now: Duration) {
        let start = packet.count
        if outbox.due.contains(.ack) || receiver.hasPacketsToAck && willSendData(now: now) {
            writeAck(to: &packet)
        }
        guard state.sendsData else { return }
        writeForwardTSN(to: &packet)
        sender.writeChunks(dropsExpired: dropsExpired, now: now, to: &packet)
        timers.probe = sender.nextProbe(after: now)
        if timers.retransmission == nil, sender.hasOutstanding { startRetransmissionTimer(now: now) }
        if packet.count > start { postponeHeartbeat(now: now) }
        if sender.isDrained { advanceShutdown(now: now) }
    }

    /// Whether an acknowledgement that could wait would have company.
    private func willSendData(now: Duration) -> Bool {
        state.sendsData && sender.canSend(dropsExpired: dropsExpired, now: now)
    }

    private func writeAck(to packet: inout [UInt8]) {
        let room = configuration.mtu - packet.count
        guard room >= SelectiveAck.minimumCount else { return }
        receiver.writeAck(room: room, to: &packet)
        outbox.due.remove(.ack)
        timers.ack = nil
    }

    private func writeForwardTSN(to packet: inout [UInt8]) {
        guard outbox.due.contains(.forwardTSN) else { return }
        let room = configuration.mtu - packet.count - ForwardTSNChunk.minimumCount
        guard room >= 4 else { return }
        outbox.due.remove(.forwardTSN)
        let point = sender.sent.forwardPoint(limit: room / 4)
        guard point.cumulative > sender.sent.cumulative else { return }
        ForwardTSNChunk.write(cumulative: point.cumulative, skips: point.skips, to: &packet)
    }
}
