// SPDX-License-Identifier: MIT

/// The turns of a call that are over, with what became known of them afterwards.
public struct TurnHistory: Sendable {
    /// In the order in which they ended.
    public private(set) var turns: [Turn] = []
    /// The usage of the whole session, where the server counts it.
    public private(set) var sessionUsage: Usage?

    /// A call that has not begun.
    public init() {}

    /// Takes note of what has changed.
    public mutating func note(_ changes: [TurnChange]) {
        for change in changes { note(change) }
    }

    private mutating func note(_ change: TurnChange) {
        switch change {
        case .started, .firstOutput: break
        case .ended(let turn): turns.append(turn)
        case .inputCompleted(let number, let input): complete(input, of: number)
        case .usageCompleted(let number, let usage):
            if let turn = turns.lastIndex(where: { $0.number == number }) { turns[turn].usage = usage }
        case .truncated(let number, let milliseconds):
            if let turn = turns.lastIndex(where: { $0.number == number }) { turns[turn].truncatedAt = milliseconds }
        case .sessionUsage(let usage): sessionUsage = usage
        }
    }

    private mutating func complete(_ input: TurnInput, of number: Int) {
        guard let turn = turns.lastIndex(where: { $0.number == number }),
            let position = turns[turn].inputs.firstIndex(where: { $0.itemID == input.itemID })
        else { return }
        turns[turn].update(position, with: input)
    }

    /// What the responses of all turns have used; nil if none of them tells.
    public var usage: Usage? { Usage.sum(turns.lazy.compactMap(\.usage)) }

    /// What transcribing the inputs of all turns has used; nil if none of them tells.
    public var transcriptionUsage: Usage? {
        Usage.sum(turns.lazy.flatMap(\.inputs).compactMap(\.transcriptionUsage))
    }
}
