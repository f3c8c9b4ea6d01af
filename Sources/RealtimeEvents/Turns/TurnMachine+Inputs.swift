// SPDX-License-Identifier: MIT

internal import JSONText

/// What turns are given, and who asks for them.
extension TurnMachine {
    /// The turn that takes what is put into the conversation: the newest that the server has not begun to answer.
    ///
    /// Providers without response ids go on with their turn after the output of a function.
    func receivingTurn(for kind: TurnInput.Kind) -> Int? {
        openTurns.lastIndex { turn in
            turn.isUnbound && !turn.isOutOfBand && (turn.firstOutputAt == nil || kind == .toolOutput)
        }
    }

    /// The turn of the conversation that nobody has asked a response for yet.
    private var unrequestedTurn: Int? { receivingTurn(for: .user).flatMap { openTurns[$0].isRequested ? nil : $0 } }

    /// Adds an input, or what is new of one that is known by its item.
    ///
    /// A client need not name its items; the server's first item of that kind and call is then the one.
    mutating func add(_ input: TurnInput) {
        if update(with: input, where: { $0.itemID != nil && $0.itemID == input.itemID }) { return }
        if let item = input.itemID, let ended = endedItems.first(where: { $0.itemID == item }) {
            if input.transcriptionUsage != nil || input.text != nil {
                changes.append(.inputCompleted(turn: ended.turn, input))
            }
            return
        }
        let isUnnamed = { (known: TurnInput) in
            known.itemID == nil && known.kind == input.kind && known.callID == input.callID
        }
        if input.itemID != nil, update(with: input, where: isUnnamed) { return }
        if let turn = receivingTurn(for: input.kind) { openTurns[turn].add(input) } else { waiting.add(input) }
    }

    private mutating func update(with input: TurnInput, where isSame: (TurnInput) -> Bool) -> Bool {
        for turn in openTurns.indices {
            guard let position = openTurns[turn].inputs.firstIndex(where: isSame) else { continue }
            openTurns[turn].update(position, with: input)
            return true
        }
        guard let position = waiting.inputs.firstIndex(where: isSame) else { return false }
        waiting.update(position, with: input)
        return true
    }

    // MARK: Requests of the client

    mutating func noteRequest(_ event: RealtimeEvent, at time: Duration) {
        if event.type == .inputAudioBufferCommit, event.vocabulary != .gemini {
            // A number that no server would leave unconfirmed.
            unconfirmedCommits = min(unconfirmedCommits + 1, Self.maximumInputs)
            return
        }
        guard event.startsTurn else { return }
        let isOutOfBand = event.object(.response)?.string("conversation") == "none"
        let position: Int
        if isOutOfBand {
            position = begin(at: time, takesInputs: false)
        } else {
            // Input audio that was committed before is what the response is asked for.
            position = unrequestedTurn ?? begin(at: time)
            openTurns[position].awaitsCommit = unconfirmedCommits > 0
        }
        openTurns[position].isRequested = true
        openTurns[position].isOutOfBand = isOutOfBand
        openTurns[position].requestEventID = event.eventID?.asTurnName
    }

    // MARK: Input audio

    /// The server has input audio: that of a turn which was asked for after the client's own commit, else of one more.
    mutating func noteCommit(_ event: RealtimeEvent, at time: Duration) {
        let position: Int
        if unconfirmedCommits > 0, let waiting = openTurns.firstIndex(where: \.awaitsCommit) {
            position = waiting
        } else {
            position = unrequestedTurn ?? begin(at: time)
        }
        if unconfirmedCommits > 0 { unconfirmedCommits -= 1 }
        openTurns[position].awaitsCommit = openTurns[position].awaitsCommit && unconfirmedCommits > 0
        openTurns[position].committedAt = time
        let input = speech(of: event)
        // The item can have been announced before it is committed.
        guard let item = input.itemID, !openTurns.contains(where: { $0.inputs.contains { $0.itemID == item } }) else {
            return
        }
        openTurns[position].add(input)
    }

    /// What the user says in the item of an event.
    func speech(of event: RealtimeEvent) -> TurnInput { TurnInput(.user, event.itemID?.asTurnName) }

    mutating func noteTranscript(_ event: RealtimeEvent, at time: Duration) {
        var input = speech(of: event)
        input.text = event.string(.transcript)
        input.transcriptionUsage = event.usage
        // Where nothing is committed, a transcript is the first that is heard of a turn.
        if event.vocabulary == .elevenLabs, receivingTurn(for: .user) == nil { _ = begin(at: time) }
        add(input)
    }
}
