// SPDX-License-Identifier: MIT

internal import JSONText

extension RealtimeEvent {
    /// What the event puts into the conversation: texts of the user, outputs of functions.
    var turnInputs: [TurnInput] {
        guard isUserInput || isToolOutput else { return [] }
        if vocabulary == .gemini { return isToolOutput ? geminiToolOutputs : geminiTexts }
        var input = TurnInput(isToolOutput ? .toolOutput : .user)
        input.itemID = itemID?.asTurnName
        input.callID = callID?.asTurnName
        switch (vocabulary, input.kind) {
        case (.elevenLabs, .toolOutput): input.text = document.object?.text("result")
        case (_, .toolOutput): input.text = item?.output
        case (_, .user): input.text = item?.text ?? string(.text)
        }
        return [input]
    }

    private var geminiToolOutputs: [TurnInput] {
        (document.object?.object("toolResponse")?.objects("functionResponses") ?? []).map { response in
            var input = TurnInput(.toolOutput)
            input.callID = response.string("id")?.asTurnName
            input.text = response.text("response")
            return input
        }
    }

    private var geminiTexts: [TurnInput] {
        if let text = string(.text) { return [TurnInput(.user, nil, text)] }
        let turns = document.object?.object("clientContent")?.objects("turns") ?? []
        return turns.filter { $0.string("role") != "model" }.map { turn in
            let texts = turn.objects("parts").compactMap { $0.string("text") }
            return TurnInput(.user, nil, texts.isEmpty ? nil : texts.joined())
        }
    }
}

extension JSONObjectView {
    /// The text of a string member, or a member of another kind as it is written.
    fileprivate func text(_ name: StaticString) -> String? {
        string(name) ?? raw(name).map { String(decoding: $0, as: UTF8.self) }
    }
}
