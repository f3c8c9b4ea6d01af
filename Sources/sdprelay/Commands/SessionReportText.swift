// SPDX-License-Identifier: MIT

internal import RealtimeEvents

/// A captured session's report, for people.
enum SessionReportText {
    static func lines(_ report: SessionReport, of name: String) -> [String] {
        var lines = report.findings.map { "\(name):\($0)" }
        for turn in report.history.turns { lines += self.lines(turn, hasTimes: report.hasTimes) }
        lines.append("\(report.events) events (\(report.vocabulary.rawValue)), \(report.history.turns.count) turns")
        if let usage = report.history.usage { lines.append("usage: \(text(usage))") }
        if let usage = report.history.transcriptionUsage { lines.append("usage of transcription: \(text(usage))") }
        if let usage = report.history.sessionUsage { lines.append("usage of the session: \(text(usage))") }
        return lines.map(printable)
    }

    /// No text of a session may move the cursor of a terminal.
    private static func printable(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.flatMap { scalar in
                    scalar.properties.generalCategory == .control
                        ? Array(scalar.escaped(asASCII: true).unicodeScalars) : [scalar]
                }
            )
        )
    }

    private static func lines(_ turn: Turn, hasTimes: Bool) -> [String] {
        var head = ["turn \(turn.number): \(turn.status?.rawValue ?? "open")"]
        if let reason = turn.reason { head.append("(\(reason))") }
        if turn.isOutOfBand { head.append("out of band") }
        if let response = turn.responseID { head.append(response) }
        if hasTimes {
            if let time = turn.timeToFirstOutput { head.append("first output after \(milliseconds(time))") }
            if let time = turn.timeToEnd { head.append("end after \(milliseconds(time))") }
        }
        var lines = [head.joined(separator: " ")]
        for input in turn.inputs {
            let source = [input.kind.rawValue, input.callID ?? input.itemID].compactMap(\.self)
            lines.append("  \(source.joined(separator: " ")): \(input.text.map(quoted) ?? "(speech)")")
        }
        if !turn.outputText.isEmpty { lines.append("  output: \(quoted(turn.outputText))") }
        for call in turn.toolCalls {
            lines.append("  call \(call.callID): \(call.name ?? "?")(\(call.arguments ?? ""))")
        }
        if let cut = turn.truncatedAt { lines.append("  audio cut off after \(cut) ms") }
        if let error = turn.error {
            let name = [error.type, error.code].compactMap(\.self).joined(separator: " ")
            lines.append("  error: \(name): \(quoted(error.message ?? ""))")
        }
        if let usage = turn.usage { lines.append("  usage: \(text(usage))") }
        if turn.isShortened { lines.append("  shortened: there was more than is kept") }
        return lines
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }

    private static func milliseconds(_ time: Duration) -> String {
        let (seconds, attoseconds) = time.components
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }

    private static func text(_ usage: Usage) -> String { String(decoding: usage.json, as: UTF8.self) }
}
