// SPDX-License-Identifier: MIT

extension Turn {
    /// The turn without what was said: texts, arguments of functions, and what errors say for people, which can quote
    /// either.
    public var withoutContent: Turn {
        var turn = self
        turn.outputText = ""
        for position in turn.inputs.indices { turn.inputs[position] = turn.inputs[position].withoutContent }
        for position in turn.toolCalls.indices { turn.toolCalls[position].arguments = nil }
        turn.error?.message = nil
        return turn
    }
}

extension TurnInput {
    var withoutContent: TurnInput {
        var input = self
        input.text = nil
        return input
    }
}
