// SPDX-License-Identifier: MIT

/// Derives the turns of one call from its events.
///
///     var machine = TurnMachine()
///     for change in machine.observe(event, at: time) { … }
///     for change in machine.close(at: time) { … }      // what is still open has failed
///
/// It only watches: nothing that it sees is kept back, changed or answered. Several turns can be open at once. A turn is
/// found by the id of its response, and before it has one by what asked for it:
///
/// - Push-to-talk is one turn, whichever of the server's `committed` and the client's `response.create` is seen first.
/// - A response out of band has a turn of its own, which takes no input of the conversation.
/// - A session that only transcribes has a turn for each committed item, ended by its transcript.
/// - Live and translation sessions have no turns; the usage of the session is ``sessionUsage``.
///
/// Times are those of any one clock.
///
/// Memory is bounded: at most ``maximumOpenTurns`` turns, each with ``maximumTextBytes`` of text,
/// ``maximumInputs`` inputs and ``maximumToolCalls`` calls, and names of ``maximumNameBytes``; so less than
/// ``maximumRetainedBytes`` of text for a call, however long it lasts. Beyond that a turn is shortened and says so, and
/// the oldest open turn ends as incomplete.
public struct TurnMachine: Sendable {
    /// How many turns can be open at once.
    public static let maximumOpenTurns = 16
    /// How many inputs a turn keeps.
    public static let maximumInputs = 32
    /// How many calls of functions a turn keeps.
    public static let maximumToolCalls = 32
    /// Output, inputs and arguments of one turn together.
    public static let maximumTextBytes = 64 * 1024
    /// An id or the name of a function.
    public static let maximumNameBytes = 256
    /// How many ended responses, and how many items of ended turns, are remembered.
    public static let maximumRemembered = 64
    /// What all texts and names of a call stay below.
    public static let maximumRetainedBytes = 2 * 1024 * 1024

    /// The usage of the whole session, where the server counts it.
    public private(set) var sessionUsage: Usage?
    /// The turns that go on, oldest first.
    public internal(set) var openTurns: [Turn] = []

    /// Inputs that no turn has taken yet; a turn of no number, which holds them to the same bounds.
    var waiting = Turn(number: 0, at: .zero)
    var isTranscription = false
    /// Commits of the client that the server has not confirmed.
    var unconfirmedCommits = 0
    var endedResponses: [String] = []
    var endedItems: [(itemID: String, turn: Int)] = []
    /// The last turn that has ended.
    var lastEnded: Int?
    /// The turn whose speech is being transcribed in pieces.
    var hearing: Int?
    var changes: [TurnChange] = []
    private var count = 0

    /// A call that has not begun.
    public init() {}

    /// Takes note of an event.
    public mutating func observe(_ event: RealtimeEvent, at time: Duration) -> [TurnChange] {
        changes = []
        if let session = event.session { noteSession(session, of: event) }
        switch event.vocabulary {
        case .live, .translation:
            if event.direction == .server, let usage = event.usage {
                sessionUsage = usage
                changes.append(.sessionUsage(usage))
            }
        default:
            for input in event.turnInputs { add(input) }
            if event.direction == .client {
                noteRequest(event, at: time)
            } else if event.vocabulary == .gemini {
                noteGemini(event, at: time)
            } else if isTranscription {
                noteTranscription(event, at: time)
            } else {
                noteResponse(event, at: time)
            }
        }
        defer { changes = [] }
        return changes
    }

    /// Ends all turns that are open: with their call they have failed.
    public mutating func close(at time: Duration) -> [TurnChange] {
        changes = []
        while let turn = openTurns.first {
            let message = "The session was closed before the turn was completed."
            openTurns[0].error = turn.error ?? TurnError(type: nil, code: "connection_closed", message: message)
            end(0, .failed, at: time)
        }
        waiting = Turn(number: 0, at: .zero)
        defer { changes = [] }
        return changes
    }

    /// The bytes of all texts and names that are kept.
    public var retainedBytes: Int {
        var count = waiting.retainedBytes
        for turn in openTurns { count += turn.retainedBytes }
        for response in endedResponses { count += response.utf8.count }
        for item in endedItems { count += item.itemID.utf8.count }
        return count
    }

    // MARK: The life of a turn

    /// Begins a turn; returns its position.
    mutating func begin(at time: Duration, takesInputs: Bool = true) -> Int {
        if openTurns.count == Self.maximumOpenTurns {
            openTurns[0].reason = "too_many_open_turns"
            openTurns[0].isShortened = true
            end(0, .incomplete, at: time)
        }
        count += 1
        var turn = Turn(number: count, at: time)
        if takesInputs {
            turn.inputs = waiting.inputs
            turn.isShortened = waiting.isShortened
            waiting = Turn(number: 0, at: .zero)
        }
        openTurns.append(turn)
        changes.append(.started(turn: count))
        return openTurns.count - 1
    }

    mutating func noteOutput(_ position: Int, at time: Duration) {
        guard openTurns[position].firstOutputAt == nil else { return }
        openTurns[position].firstOutputAt = time
        changes.append(.firstOutput(turn: openTurns[position].number))
    }

    mutating func end(_ position: Int, _ status: TurnStatus, at time: Duration) {
        var turn = openTurns.remove(at: position)
        lastEnded = turn.number
        turn.status = status
        turn.endedAt = time
        if let response = turn.responseID {
            endedResponses.append(response)
            if endedResponses.count > Self.maximumRemembered { endedResponses.removeFirst() }
        }
        for input in turn.inputs { if let item = input.itemID { remember(item, turn.number) } }
        changes.append(.ended(turn))
    }

    mutating func remember(_ item: String, _ turn: Int) {
        guard !endedItems.contains(where: { $0.itemID == item }) else { return }
        endedItems.append((item, turn))
        if endedItems.count > Self.maximumRemembered { endedItems.removeFirst() }
    }

    private mutating func noteSession(_ session: EventSession, of event: RealtimeEvent) {
        if event.name?.hasPrefix("transcription_session.") == true {
            isTranscription = true
        } else if session.type != nil {
            isTranscription = session.isTranscription
        }
    }
}

extension Turn {
    var retainedBytes: Int {
        var count = textBytes + (responseID?.utf8.count ?? 0) + (requestEventID?.utf8.count ?? 0)
        for input in inputs { count += (input.itemID?.utf8.count ?? 0) + (input.callID?.utf8.count ?? 0) }
        for call in toolCalls { count += call.callID.utf8.count + (call.name?.utf8.count ?? 0) }
        return count
    }
}
