// SPDX-License-Identifier: MIT

internal import JSONText

/// What a captured session tells: what is wrong with its events, its turns, and what they used.
public struct SessionReport: Sendable {
    /// What both sides speak.
    public let vocabulary: Vocabulary
    /// How many lines are events.
    public private(set) var events = 0
    /// In the order of the lines.
    public private(set) var findings: [LineFinding] = []
    /// The turns, all of them over: those that were open at the end of the session have failed.
    public private(set) var history = TurnHistory()
    /// Whether every event has its time, without which no latency means anything.
    public private(set) var hasTimes = true

    private var machine = TurnMachine()
    private var now = Duration.zero

    /// Reads a session.
    ///
    /// - Parameters:
    ///   - lines: The lines that are not blank, with their numbers.
    ///   - vocabulary: What both sides speak; nil for the one that knows most of the events.
    ///   - direction: Who sent them; nil for what the line says, else for the side that the event's name belongs to.
    public init(
        _ lines: [(number: Int, bytes: [UInt8])],
        vocabulary: Vocabulary? = nil,
        direction: EventDirection? = nil
    ) {
        self.vocabulary = vocabulary ?? .mostLikely(for: lines.map(\.bytes))
        for line in lines { read(line.bytes, line.number, direction) }
        history.note(machine.close(at: now))
    }

    private mutating func read(_ line: [UInt8], _ number: Int, _ direction: EventDirection?) {
        do throws(RecordedEventError) {
            let record = try RecordedEvent(line: line, vocabulary: vocabulary, direction: direction)
            events += 1
            if let time = record.time { now = max(now, time) } else { hasTimes = false }
            findings += record.event.findings().map { LineFinding(number, $0) }
            history.note(machine.observe(record.event, at: now))
        } catch {
            findings.append(LineFinding(number, error))
        }
    }

    /// A JSON object with a finding and a turn on each line.
    public var json: [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("vocabulary", vocabulary.rawValue)
        writer.write("events", events)
        writer.write("findings", arrayOfLines: findings.map(\.json))
        writer.write("turns", arrayOfLines: history.turns.map { $0.json(hasTimes: hasTimes) })
        if let usage = history.usage { writer.write("usage", raw: usage.json) }
        if let usage = history.transcriptionUsage { writer.write("transcription_usage", raw: usage.json) }
        if let usage = history.sessionUsage { writer.write("session_usage", raw: usage.json) }
        return writer.finish()
    }
}

/// Something about a line of a captured session.
public struct LineFinding: Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// Stable: that of an `EventFinding`, or `not_json`, `invalid_time_ms` or `invalid_direction`.
    public let code: String
    /// The member at fault; empty for the event.
    public let path: String
    /// A sentence for people.
    public let message: String

    init(_ line: Int, _ finding: EventFinding) {
        self.line = line
        code = finding.code.rawValue
        path = finding.path
        message = finding.message
    }

    init(_ line: Int, _ error: RecordedEventError) {
        self.line = line
        switch error {
        case .notJSON: (code, path) = ("not_json", "")
        case .invalidTime: (code, path) = ("invalid_time_ms", "time_ms")
        case .invalidDirection: (code, path) = ("invalid_direction", "direction")
        }
        message = error.description
    }

    /// `LINE: MESSAGE [CODE]`.
    public var description: String { "\(line): \(message) [\(code)]" }

    var json: [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("line", line)
        writer.write("code", code)
        if !path.isEmpty { writer.write("param", path) }
        writer.write("message", message)
        return writer.finish()
    }
}

extension Vocabulary {
    /// The one that knows most of the first events; of several the one that stands first among all.
    static func mostLikely(for lines: [[UInt8]]) -> Vocabulary {
        var best = (vocabulary: Vocabulary.openAI, known: 0)
        for vocabulary in Vocabulary.allCases {
            let known = lines.prefix(100).count { line in
                (try? RecordedEvent(line: line, vocabulary: vocabulary))?.event.definition != nil
            }
            if known > best.known { best = (vocabulary, known) }
        }
        return best.vocabulary
    }
}

extension JSONObjectWriter {
    fileprivate mutating func write(_ name: StaticString, arrayOfLines elements: [[UInt8]]) {
        var text = Array("[".utf8)
        for (index, element) in elements.enumerated() {
            text.append(contentsOf: index == 0 ? "\n  ".utf8 : ",\n  ".utf8)
            text.append(contentsOf: element)
        }
        text.append(contentsOf: elements.isEmpty ? "]".utf8 : "\n]".utf8)
        write(name, raw: text)
    }
}
