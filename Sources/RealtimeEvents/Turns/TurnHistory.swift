// SPDX-License-Identifier: MIT

/// The turns of a call that are over, with what became known of them afterwards.
///
/// It keeps as many as it is told to. The oldest beyond that are forgotten, and what they used stays in the sums.
public struct TurnHistory: Sendable {
    /// In the order in which they ended.
    public private(set) var turns: [Turn] = []
    /// The usage of the whole session, where the server counts it.
    public private(set) var sessionUsage: Usage?
    /// How many turns were forgotten.
    public private(set) var forgottenCount = 0

    private let maximumTurns: Int
    private let maximumTextBytes: Int
    private let keepsContent: Bool
    private var textBytes = 0
    private var forgottenUsage: Usage?
    private var forgottenTranscriptionUsage: Usage?

    /// A call that has not begun.
    ///
    /// - Parameters:
    ///   - maximumTurns: How many turns are kept; at least one. An input that is completed after its turn is noted only
    ///     if that is still kept.
    ///   - maximumTextBytes: How much text all of them have together, as the machine counts it for a turn.
    ///   - keepsContent: Whether texts, arguments of functions and messages of errors are kept.
    public init(maximumTurns: Int = .max, maximumTextBytes: Int = .max, keepsContent: Bool = true) {
        precondition(maximumTurns > 0, "a history of no turns")
        self.maximumTurns = maximumTurns
        self.maximumTextBytes = maximumTextBytes
        self.keepsContent = keepsContent
    }

    /// Takes note of what has changed.
    public mutating func note(_ changes: [TurnChange]) {
        for change in changes { note(change) }
    }

    private mutating func note(_ change: TurnChange) {
        switch change {
        case .started, .firstOutput: break
        case .ended(let turn): keep(turn)
        case .inputCompleted(let number, let input): complete(input, of: number)
        case .usageCompleted(let number, let usage):
            if let turn = turns.lastIndex(where: { $0.number == number }) { turns[turn].usage = usage }
        case .truncated(let number, let milliseconds):
            if let turn = turns.lastIndex(where: { $0.number == number }) { turns[turn].truncatedAt = milliseconds }
        case .sessionUsage(let usage): sessionUsage = usage
        }
    }

    private mutating func keep(_ turn: Turn) {
        turns.append(keepsContent ? turn : turn.withoutContent)
        textBytes += turns[turns.count - 1].textBytes
        forgetOldest()
    }

    private mutating func complete(_ input: TurnInput, of number: Int) {
        guard let turn = turns.lastIndex(where: { $0.number == number }),
            let position = turns[turn].inputs.firstIndex(where: { $0.itemID == input.itemID })
        else { return }
        textBytes -= turns[turn].textBytes
        turns[turn].update(position, with: keepsContent ? input : input.withoutContent)
        textBytes += turns[turn].textBytes
        forgetOldest()
    }

    private mutating func forgetOldest() {
        while turns.count > maximumTurns || (textBytes > maximumTextBytes && turns.count > 1) {
            let turn = turns.removeFirst()
            textBytes -= turn.textBytes
            forgottenCount += 1
            forgottenUsage = Usage.sum([forgottenUsage, turn.usage].compactMap(\.self))
            forgottenTranscriptionUsage = Usage.sum(
                [forgottenTranscriptionUsage].compactMap(\.self) + turn.inputs.compactMap(\.transcriptionUsage)
            )
        }
    }

    /// What the responses of all turns have used; nil if none of them tells.
    public var usage: Usage? { Usage.sum([forgottenUsage].compactMap(\.self) + turns.compactMap(\.usage)) }

    /// What transcribing the inputs of all turns has used; nil if none of them tells.
    public var transcriptionUsage: Usage? {
        Usage.sum(
            [forgottenTranscriptionUsage].compactMap(\.self) + turns.flatMap(\.inputs).compactMap(\.transcriptionUsage)
        )
    }
}
