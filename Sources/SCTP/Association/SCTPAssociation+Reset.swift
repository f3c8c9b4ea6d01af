// SPDX-License-Identifier: MIT

/// Resetting streams, [RFC 6525](https://www.rfc-editor.org/rfc/rfc6525.html): each side its own outgoing ones, as
/// [RFC 8831, section 6.7](https://www.rfc-editor.org/rfc/rfc8831.html#section-6.7) has it.
extension SCTPAssociation {
    /// Closes a stream of our own for messages, and lets it begin anew once everything on it has arrived:
    /// ``SCTPEvent/outgoingReset(_:)``.
    public func resetStream(_ stream: UInt16, now: Duration) {
        guard state != .ended else { return }
        sender.queue.wantReset(stream)
        sendWantedResets(now: now)
    }

    func sendWantedResets(now: Duration) {
        guard state.sendsData, resets.outstanding == nil else { return }
        let streams = sender.queue.takeResettable(limit: ResetState.maxStreamsPerRequest)
        guard !streams.isEmpty else { return }
        guard supportsStreamReset else {
            notices.append(.resetRefused(streams))
            return
        }
        resets.outstanding = OutgoingResetRequest(
            sequence: resets.nextSequence,
            responseSequence: resets.lastPeerSequence,
            lastTSN: sender.sent.lastTSN,
            streams: streams
        )
        resets.nextSequence = resets.nextSequence.next
        outbox.due.insert(.reset)
        timers.reset = now + sender.roundTrip.timeout
    }

    func resetTimedOut(now: Duration) {
        guard resets.outstanding != nil, countFailure() else { return }
        sender.roundTrip.backOff()
        outbox.due.insert(.reset)
        timers.reset = now + sender.roundTrip.timeout
    }

    // MARK: From the peer

    func handleReconfiguration(_ value: Span<UInt8>, now: Duration) {
        var reader = ParameterReader()
        while case .parameter(let type, let range) = reader.next(in: value) {
            let parameter = value.extracting(range)
            switch ReconfigurationParameter(rawValue: type) {
            case .outgoingReset: handleOutgoingReset(parameter)
            case .response: handleResponse(parameter, now: now)
            case .incomingReset, .associationReset, .addOutgoingStreams, .addIncomingStreams: deny(parameter)
            case nil: if UnknownTypeAction(parameterType: type).stops { return }
            }
        }
    }

    private func handleOutgoingReset(_ parameter: Span<UInt8>) {
        guard let request = OutgoingResetRequest(value: parameter) else { return }
        guard isNext(request.sequence) else { return }
        resets.deferred = request
        if !performReset() { respond(to: request.sequence, .inProgress) }
    }

    /// Whether the request is the next one; if it is not, it is answered here.
    private func isNext(_ sequence: TSN) -> Bool {
        if sequence == resets.lastPeerSequence.next { return true }
        let isRepeated = sequence == resets.lastPeerSequence
        respond(to: sequence, isRepeated ? resets.lastResult : .badSequenceNumber)
        return false
    }

    /// Resets the peer's streams if what it sent before has come; false if it has not.
    private func performReset() -> Bool {
        guard let request = resets.deferred else { return false }
        let streams = request.streams.isEmpty ? receiver.streams.ids : request.streams
        guard request.lastTSN <= receiver.tsns.cumulative, receiver.hasRoom(forResetOf: streams.count) else {
            return false
        }
        resets.deferred = nil
        for stream in streams { receiver.streams.reset(stream) }
        if !streams.isEmpty { receiver.inbox.append(.reset(streams)) }
        conclude(request.sequence, streams.isEmpty ? .nothingToDo : .performed)
        return true
    }

    func performDeferredReset(now: Duration) {
        if resets.deferred != nil { _ = performReset() }
    }

    private func deny(_ parameter: Span<UInt8>) {
        guard parameter.count >= 4 else { return }
        let sequence = TSN(parameter.uint32(at: 0))
        if isNext(sequence) { conclude(sequence, .denied) }
    }

    private func conclude(_ sequence: TSN, _ result: ReconfigurationResult) {
        resets.lastPeerSequence = sequence
        resets.lastResult = result
        respond(to: sequence, result)
    }

    private func respond(to sequence: TSN, _ result: ReconfigurationResult) {
        outbox.reply(.reconfiguration, tag: peerTag) {
            ReconfigurationResponse(sequence: sequence, result: result).write(to: &$0)
        }
    }

    private func handleResponse(_ parameter: Span<UInt8>, now: Duration) {
        guard let response = ReconfigurationResponse(value: parameter), let request = resets.outstanding,
            response.sequence == request.sequence
        else { return }
        sender.errorCount = 0
        switch ReconfigurationResult(rawValue: response.result) {
        case .inProgress, .requestInProgress:
            // The same request is sent again (RFC 6525, section 5.2.7).
            return
        case .nothingToDo, .performed:
            for stream in request.streams { sender.queue.forget(stream) }
            notices.append(.outgoingReset(request.streams))
        case .denied, .wrongStream, .badSequenceNumber, nil:
            notices.append(.resetRefused(request.streams))
        }
        resets.outstanding = nil
        timers.reset = nil
        outbox.due.remove(.reset)
        sendWantedResets(now: now)
    }
}
