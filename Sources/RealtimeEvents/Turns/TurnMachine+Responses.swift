// SPDX-License-Identifier: MIT

internal import JSONText

/// What servers answer.
extension TurnMachine {
    mutating func noteResponse(_ event: RealtimeEvent, at time: Duration) {
        switch event.type {
        case .inputAudioBufferCommitted: noteCommit(event, at: time)
        case .conversationItemInputAudioTranscriptionCompleted: noteTranscript(event, at: time)
        case .responseCreated: _ = turn(of: event, at: time)
        case .responseDone: noteDone(event, at: time)
        case .conversationItemTruncated: noteTruncation(event)
        case .error: noteError(event, at: time)
        case .responseOutputTextDelta, .responseOutputAudioDelta, .responseOutputAudioTranscriptDelta,
            .responseFunctionCallArgumentsDelta, .responseMCPCallArgumentsDelta, .responseFunctionCallArgumentsDone,
            .responseOutputItemAdded, .responseOutputItemDone:
            noteOutput(event, at: time)
        default: break
        }
    }

    // MARK: Whose response it is

    /// The turn of an event of a response; nil if it is one of a turn that is over.
    private mutating func turn(of event: RealtimeEvent, at time: Duration) -> Int? {
        guard let response = event.responseID?.asTurnName else {
            // A provider without ids has one turn at a time. Audio of ElevenLabs can come when its turn is over.
            if let oldest = openTurns.indices.first { return oldest }
            let isLate = event.vocabulary == .elevenLabs && event.type == .responseOutputAudioDelta
            return isLate ? nil : begin(at: time)
        }
        if let position = openTurns.firstIndex(where: { $0.responseID == response }) { return position }
        if endedResponses.contains(response) { return nil }
        let conversation = event.response?.object["conversation_id"]
        let isOutOfBand = conversation?.kind == .null
        // Without a word of its conversation it is that of the turn that waits longest.
        let position =
            openTurns.firstIndex { $0.isUnbound && (conversation == nil || $0.isOutOfBand == isOutOfBand) }
            ?? begin(at: time, takesInputs: !isOutOfBand)
        openTurns[position].responseID = response
        openTurns[position].awaitsCommit = false
        openTurns[position].isOutOfBand = openTurns[position].isOutOfBand || isOutOfBand
        return position
    }

    // MARK: Output

    private mutating func noteOutput(_ event: RealtimeEvent, at time: Duration) {
        guard let position = turn(of: event, at: time) else { return }
        if event.bringsOutput { noteOutput(position, at: time) }
        if event.shouldAccumulateOutput {
            openTurns[position].append(event.delta?.text ?? event.delta?.transcript ?? "")
        }
        if let item = event.item {
            note(item, event.outputIndex, in: position)
        } else if event.type == .responseFunctionCallArgumentsDone {
            noteCalls(event, in: position)
        }
    }

    private mutating func noteCalls(_ event: RealtimeEvent, in position: Int) {
        let arguments = event.string(.arguments) ?? event.raw(.arguments).map { String(decoding: $0, as: UTF8.self) }
        note(event.callID, event.string(.name), arguments, event.outputIndex, in: position)
    }

    private mutating func note(_ item: EventItem, _ outputIndex: Int?, in position: Int) {
        if let id = item.id?.asTurnName { remember(id, openTurns[position].number) }
        guard item.type == "function_call" else { return }
        note(item.callID, item.name, item.arguments, outputIndex, in: position)
    }

    mutating func note(
        _ callID: String?,
        _ name: String?,
        _ arguments: String?,
        _ outputIndex: Int?,
        in position: Int
    ) {
        guard let callID else { return }
        openTurns[position].note(
            TurnToolCall(
                callID: callID.asTurnName,
                name: name?.asTurnName,
                arguments: arguments,
                outputIndex: outputIndex
            )
        )
    }

    // MARK: Ends

    private mutating func noteDone(_ event: RealtimeEvent, at time: Duration) {
        guard let position = turn(of: event, at: time) else { return }
        let output = event.response?.output ?? []
        for (index, item) in output.enumerated() { note(item, index, in: position) }
        if openTurns[position].outputText.isEmpty {
            let said = output.filter { $0.type == "message" }.compactMap(\.text)
            openTurns[position].append(said.isEmpty ? event.string(.text) ?? "" : said.joined())
        }
        // ElevenLabs says the whole answer at once.
        if event.vocabulary == .elevenLabs { noteOutput(position, at: time) }
        openTurns[position].usage = event.usage
        openTurns[position].error = event.response?.error.map(TurnError.init)
        let reason = event.response?.statusDetails?.string("reason")
        openTurns[position].reason = reason?.asTurnName ?? openTurns[position].reason
        end(position, event.response?.status.flatMap(TurnStatus.init(rawValue:)) ?? .completed, at: time)
    }

    private mutating func noteTruncation(_ event: RealtimeEvent) {
        guard let item = event.itemID?.asTurnName, let end = event.integer(.audioEnd),
            let owner = endedItems.first(where: { $0.itemID == item })
        else { return }
        if let position = openTurns.firstIndex(where: { $0.number == owner.turn }) {
            openTurns[position].truncatedAt = end
        }
        changes.append(.truncated(turn: owner.turn, milliseconds: end))
    }

    /// Most errors end nothing; one that refuses a request ends the turn of that request.
    private mutating func noteError(_ event: RealtimeEvent, at time: Duration) {
        guard let error = event.error else { return }
        let position: Int?
        if let name = error.clientEventID?.asTurnName {
            position = openTurns.firstIndex { $0.requestEventID == name }
        } else if error.code == "conversation_already_has_active_response" {
            position = openTurns.lastIndex { $0.isUnbound && $0.isRequested && $0.requestEventID == nil }
        } else {
            position = nil
        }
        guard let position, openTurns[position].isUnbound else { return }
        openTurns[position].error = TurnError(error)
        // They are in the conversation all the same: the next turn answers them.
        let inputs = openTurns[position].inputs
        openTurns[position].inputs = []
        end(position, .failed, at: time)
        for input in inputs { add(input) }
    }
}

extension RealtimeEvent {
    /// Whether something comes out with it; some begin with a piece that is empty.
    fileprivate var bringsOutput: Bool {
        guard type != .responseOutputItemAdded else { return false }
        guard isDelta, let piece = self[.delta] else { return true }
        return piece.range.count > 2
    }
}
