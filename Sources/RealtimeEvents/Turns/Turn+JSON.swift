// SPDX-License-Identifier: MIT

internal import JSONText

extension Turn {
    /// Writes a JSON object; what is not known, and what is empty, is left out.
    ///
    /// - Parameters:
    ///   - hasTimes: Whether the times that the machine was given mean something.
    ///   - hasContent: Whether it has what ``withoutContent`` leaves out.
    /// - Returns: The object; its times are milliseconds.
    public func json(hasTimes: Bool = true, hasContent: Bool = true) -> [UInt8] {
        guard hasContent else { return withoutContent.json(hasTimes: hasTimes) }
        var writer = JSONObjectWriter()
        writer.write("turn", number)
        writer.writeIfPresent("response_id", responseID)
        if isOutOfBand { writer.write("out_of_band", true) }
        writer.writeIfPresent("status", status?.rawValue)
        writer.writeIfPresent("reason", reason)
        if let error { writer.write("error", raw: error.json) }
        if !inputs.isEmpty { writer.write("inputs", array: inputs.map(\.json)) }
        if !outputText.isEmpty { writer.write("output_text", outputText) }
        if !toolCalls.isEmpty { writer.write("tool_calls", array: toolCalls.map(\.json)) }
        if let usage { writer.write("usage", raw: usage.json) }
        writer.writeIfPresent("truncated_ms", truncatedAt)
        if isShortened { writer.write("shortened", true) }
        if hasTimes { writeTimes(to: &writer) }
        return writer.finish()
    }

    private func writeTimes(to writer: inout JSONObjectWriter) {
        writer.write("started_ms", startedAt.milliseconds)
        writer.writeIfPresent("committed_ms", committedAt?.milliseconds)
        writer.writeIfPresent("first_output_ms", firstOutputAt?.milliseconds)
        writer.writeIfPresent("ended_ms", endedAt?.milliseconds)
        writer.writeIfPresent("time_to_first_output_ms", timeToFirstOutput?.milliseconds)
        writer.writeIfPresent("time_to_end_ms", timeToEnd?.milliseconds)
    }
}

extension TurnInput {
    var json: [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("kind", kind.rawValue)
        writer.writeIfPresent("item_id", itemID)
        writer.writeIfPresent("call_id", callID)
        writer.writeIfPresent("text", text)
        if let transcriptionUsage { writer.write("transcription_usage", raw: transcriptionUsage.json) }
        return writer.finish()
    }
}

extension TurnToolCall {
    var json: [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("call_id", callID)
        writer.writeIfPresent("name", name)
        writer.writeIfPresent("arguments", arguments)
        return writer.finish()
    }
}

extension TurnError {
    var json: [UInt8] {
        var writer = JSONObjectWriter()
        writer.writeIfPresent("type", type)
        writer.writeIfPresent("code", code)
        writer.writeIfPresent("message", message)
        return writer.finish()
    }
}

extension Duration {
    /// To the microsecond.
    package var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds * 1_000_000 + attoseconds / 1_000_000_000_000) / 1000
    }
}
