// SPDX-License-Identifier: MIT

/// One turn of a conversation: what the model was given, and what came of it.
public struct Turn: Hashable, Sendable {
    /// Its number in the call, from 1.
    public let number: Int
    /// The response; nil until the server has named it, and for providers that name none.
    public internal(set) var responseID: String?
    /// Whether it stands outside the conversation.
    public internal(set) var isOutOfBand = false

    /// In the order of arrival.
    public internal(set) var inputs: [TurnInput] = []
    /// What the model said: the pieces, else the final text.
    public internal(set) var outputText = ""
    /// In the order of the response's output, each call once.
    public internal(set) var toolCalls: [TurnToolCall] = []
    /// What its response has used; of a transcription session, what the transcript has.
    public internal(set) var usage: Usage?
    /// Nil while it goes on.
    public internal(set) var status: TurnStatus?
    /// Why it ended so, as the server says: such as `turn_detected` or `max_output_tokens`.
    public internal(set) var reason: String?
    /// What it failed with.
    public internal(set) var error: TurnError?
    /// After how many milliseconds its audio was cut off.
    public internal(set) var truncatedAt: Int?
    /// Whether something was left out, for the bound on memory.
    public internal(set) var isShortened = false

    /// When the commit or the request was seen, whichever came first.
    public let startedAt: Duration
    /// When the server had its input audio.
    public internal(set) var committedAt: Duration?
    /// When the first piece of output was seen.
    public internal(set) var firstOutputAt: Duration?
    /// When it ended; nil while it goes on.
    public internal(set) var endedAt: Duration?

    /// From the commit, or the request where there was none, to the first piece of output.
    public var timeToFirstOutput: Duration? { firstOutputAt.map { $0 - (committedAt ?? startedAt) } }

    /// From the commit, or the request where there was none, to the end.
    public var timeToEnd: Duration? { endedAt.map { $0 - (committedAt ?? startedAt) } }

    // MARK: What only the machine needs

    /// Whether the client has asked for a response.
    var isRequested = false
    /// Whether the client has committed audio for it that the server has not confirmed.
    var awaitsCommit = false
    /// The client's name of its request.
    var requestEventID: String?

    init(number: Int, at time: Duration) {
        self.number = number
        startedAt = time
    }

    /// Whether a response that the server announces can be the one of this turn.
    var isUnbound: Bool { responseID == nil }

    var textBytes: Int {
        var count = outputText.utf8.count
        for input in inputs { count += input.text?.utf8.count ?? 0 }
        for call in toolCalls { count += call.arguments?.utf8.count ?? 0 }
        return count
    }

    /// As much of a text as there is still room for.
    mutating func fit(_ text: String, instead old: String? = nil) -> String {
        let room = TurnMachine.maximumTextBytes - textBytes + (old?.utf8.count ?? 0)
        let kept = text.limited(to: room)
        if kept.utf8.count < text.utf8.count { isShortened = true }
        return kept
    }

    // MARK: Inputs

    mutating func add(_ input: TurnInput) {
        guard inputs.count < TurnMachine.maximumInputs else {
            isShortened = true
            return
        }
        var input = input
        input.text = input.text.map { fit($0) }
        inputs.append(input)
    }

    mutating func update(_ position: Int, with news: TurnInput) {
        if let text = news.text { inputs[position].text = fit(text, instead: inputs[position].text) }
        inputs[position].merge(news)
    }

    // MARK: Output

    mutating func append(_ piece: String) { outputText += fit(piece) }

    /// Calls are the same if their ids are: whatever tells of one again only adds to it.
    mutating func note(_ call: TurnToolCall) {
        let known = toolCalls.firstIndex { $0.callID == call.callID }
        let position: Int
        if let known {
            position = known
        } else {
            guard toolCalls.count < TurnMachine.maximumToolCalls else {
                isShortened = true
                return
            }
            position =
                call.outputIndex.flatMap { index in
                    toolCalls.firstIndex { $0.outputIndex.map { $0 > index } ?? false }
                } ?? toolCalls.count
            toolCalls.insert(TurnToolCall(callID: call.callID, outputIndex: call.outputIndex), at: position)
        }
        toolCalls[position].name = call.name ?? toolCalls[position].name
        if let arguments = call.arguments, !arguments.isEmpty {
            toolCalls[position].arguments = fit(arguments, instead: toolCalls[position].arguments)
        }
    }
}

extension TurnInput {
    /// Takes over what is told anew; the text is the caller's, for there is a bound to it.
    mutating func merge(_ news: TurnInput) {
        itemID = itemID ?? news.itemID
        callID = callID ?? news.callID
        transcriptionUsage = news.transcriptionUsage ?? transcriptionUsage
    }
}

extension String {
    /// An id or name, as much of it as is kept.
    var asTurnName: String { limited(to: TurnMachine.maximumNameBytes) }

    /// The beginning that has at most so many bytes, with storage of its own.
    func limited(to count: Int) -> String {
        guard utf8.count > count else { return self }
        guard count > 0 else { return "" }
        var end = utf8.index(startIndex, offsetBy: count)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(decoding: Array(utf8[..<end]), as: UTF8.self)
    }
}
