// SPDX-License-Identifier: MIT

extension SCTPAssociation {
    /// Takes a packet from the peer.
    ///
    /// What is wrong with it in form is ignored; nothing the peer sends can stop the process.
    public func receive(_ packet: Span<UInt8>, now: Duration) {
        guard let header = CommonHeader(checking: packet), header.sourcePort == configuration.remotePort,
            header.destinationPort == configuration.localPort
        else { return }
        var reader = ChunkReader()
        var sawData = false
        var isFirst = true
        walk: while case .chunk(let chunk) = reader.next(in: packet) {
            guard accepts(header.verificationTag, chunk, isFirst: isFirst) else { break }
            isFirst = false
            if let type = ChunkType(rawValue: chunk.type) {
                let value = packet.extracting(chunk.value)
                guard handle(type, chunk.flags, value, tag: header.verificationTag, now: now) else { break walk }
                sawData = sawData || type == .data
            } else {
                let action = UnknownTypeAction(chunkType: chunk.type)
                if action.reports { reportUnknown(packet.extracting(chunk.whole)) }
                if action.stops { break walk }
            }
        }
        if sawData, state.receivesData { dataArrived(now: now) }
    }

    /// Whether the chunk may come with this tag,
    /// [RFC 9260, section 8.5](https://www.rfc-editor.org/rfc/rfc9260.html#section-8.5).
    private func accepts(_ tag: UInt32, _ chunk: ChunkHeader, isFirst: Bool) -> Bool {
        switch ChunkType(rawValue: chunk.type) {
        case .initiation: return tag == 0 && isFirst
        // Looked at with the cookie.
        case .cookieEcho: return tag != 0
        case .abort, .shutdownComplete:
            let isReflected = chunk.flags & 1 == 1
            return isReflected ? tag == peerTag && tag != 0 : tag == local.tag
        default: return tag == local.tag
        }
    }

    /// Whether the rest of the packet is read.
    private func handle(_ type: ChunkType, _ flags: UInt8, _ value: Span<UInt8>, tag: UInt32, now: Duration) -> Bool {
        switch type {
        case .initiation:
            // Nothing may stand beside it.
            handleInitiation(value, now: now)
            return false
        case .initiationAck:
            handleInitiationAck(value, now: now)
            return false
        case .cookieEcho: handleCookieEcho(value, tag: tag, now: now)
        case .cookieAck: handleCookieAck(now: now)
        case .abort:
            handleAbort()
            return false
        case .error: handleError(value, now: now)
        default:
            guard state.isConnected else {
                if type == .shutdownAck { handleUnexpectedShutdownAck(tag: tag) }
                return type != .data
            }
            handleConnected(type, flags, value, now: now)
        }
        return state != .ended
    }

    private func handleConnected(_ type: ChunkType, _ flags: UInt8, _ value: Span<UInt8>, now: Duration) {
        switch type {
        case .data: handleData(flags, value)
        case .selectiveAck: handleAck(value, now: now)
        case .forwardTSN: handleForwardTSN(value, now: now)
        case .heartbeat: handleHeartbeat(value)
        case .heartbeatAck: handleHeartbeatAck(value, now: now)
        case .reconfiguration: handleReconfiguration(value, now: now)
        case .shutdown: handleShutdown(value, now: now)
        case .shutdownAck: handleShutdownAck()
        case .shutdownComplete: handleShutdownComplete()
        case .initiation, .initiationAck, .cookieEcho, .cookieAck, .abort, .error: break
        }
    }

    private func reportUnknown(_ chunk: Span<UInt8>) {
        guard state.isConnected else { return }
        let echoed = chunk.extracting(0..<min(chunk.count, ErrorCause.maxEchoedCount)).copied
        outbox.reply(.error, tag: peerTag) { packet in
            ErrorCause.unrecognizedChunk.write(to: &packet) { $0 += echoed }
        }
    }

    // MARK: DATA

    private func handleData(_ flags: UInt8, _ value: Span<UInt8>) {
        guard state.receivesData, let head = DataChunk(flags: flags, value: value) else { return }
        let payload = value.extracting((DataChunk.overhead - ChunkHeader.count)..<value.count)
        guard payload.count > 0 else {
            abort(.noUserData, reason: .protocolViolation) { $0.append(head.tsn.value) }
            return
        }
        switch receiver.tsns.classify(head.tsn) {
        case .duplicate, .beyondSpan: outbox.due.insert(.ack)
        case .new:
            guard receiver.hasRoom(for: payload.count, at: head.tsn) else {
                outbox.due.insert(.ack)
                return
            }
            take(head, payload)
        }
        if head.flags.contains(.immediate) { outbox.due.insert(.ack) }
    }

    private func take(_ head: DataChunk, _ payload: Span<UInt8>) {
        guard head.stream < local.inboundStreams, head.isUnordered || receiver.streams.accepts(head.stream) else {
            receiver.tsns.insert(head.tsn)
            outbox.reply(.error, tag: peerTag) { packet in
                ErrorCause.invalidStream.write(to: &packet) { packet in
                    packet.append(head.stream)
                    packet.append(UInt16(0))
                }
            }
            return
        }
        do throws(Reassembler.Failure) {
            try receiver.add(head, payload)
        } catch {
            switch error {
            case .inconsistent: abort(.protocolViolation, reason: .protocolViolation)
            case .tooLong: abort(.outOfResource, reason: .protocolViolation)
            }
        }
    }

    private func dataArrived(now: Duration) {
        performDeferredReset(now: now)
        if receiver.packetArrived() { outbox.due.insert(.ack) }
        if state == .shutdownSent {
            outbox.due.formUnion([.ack, .shutdown])
            timers.shutdown = now + sender.roundTrip.timeout
        }
        if timers.ack == nil { timers.ack = now + configuration.ackDelay }
        postponeHeartbeat(now: now)
    }

    // MARK: FORWARD-TSN

    private func handleForwardTSN(_ value: Span<UInt8>, now: Duration) {
        guard state.receivesData, let chunk = ForwardTSNChunk(value: value) else { return }
        // An old one means that our SACK was lost. One far ahead skips what the peer cannot have sent.
        outbox.due.insert(.ack)
        guard chunk.cumulative > receiver.tsns.cumulative,
            chunk.cumulative.distance(from: receiver.tsns.cumulative) <= configuration.tsnSpan
        else { return }
        receiver.forward(chunk, value)
        performDeferredReset(now: now)
    }

    // MARK: SACK

    private func handleAck(_ value: Span<UInt8>, now: Duration) {
        guard state.sendsData, let ack = SelectiveAck(value: value) else { return }
        acknowledge(ack, value, now: now)
    }

    func acknowledge(_ ack: SelectiveAck, _ value: Span<UInt8>, now: Duration) {
        guard let progress = sender.acknowledge(ack, value, now: now) else { return }
        if !sender.hasOutstanding {
            timers.retransmission = nil
        } else if progress.advances || progress.foundLoss {
            startRetransmissionTimer(now: now)
        }
        abandonExpired(now: now)
        sendWantedResets(now: now)
        if sender.isDrained { advanceShutdown(now: now) }
    }

    func abandonExpired(now: Duration) {
        if supportsPartialReliability { _ = sender.abandonExpired(now: now) }
        if sender.sent.hasAbandonedFirst { outbox.due.insert(.forwardTSN) }
    }

    // MARK: ABORT and ERROR

    private func handleAbort() {
        guard state != .ended, state != .closed else { return }
        end(.abortedByPeer)
    }

    private func handleError(_ value: Span<UInt8>, now: Duration) {
        var reader = ParameterReader()
        while case .parameter(let type, _) = reader.next(in: value) {
            if ErrorCause(rawValue: type) == .staleCookie { handleStaleCookie(now: now) }
        }
    }
}
