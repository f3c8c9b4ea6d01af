// SPDX-License-Identifier: MIT

public import JSONText

/// An event as a captured session has it on a line: by itself, or with its time and sender.
///
///     {"type":"response.create"}
///     {"time_ms":1250.5,"direction":"client","event":{"type":"response.create"}}
///
/// `time_ms` counts from the start of the session; both members beside `event` may be absent.
public struct RecordedEvent: Sendable {
    /// The event, byte for byte.
    public let event: RealtimeEvent
    /// When it was seen; nil if the line does not say.
    public let time: Duration?

    /// How long a recorded session may last: a year.
    public static let maximumTime = Duration.seconds(365 * 24 * 3600)

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - line: A line without its end.
    ///   - vocabulary: What both sides speak.
    ///   - direction: Who sent it; nil for what the line says, else for the side that the event's name belongs to.
    /// - Throws: `RecordedEventError` if the line is no JSON, or its time or sender cannot be.
    public init(
        line: [UInt8],
        vocabulary: Vocabulary,
        direction: EventDirection? = nil
    ) throws(RecordedEventError) {
        let text = try Self.parse { () throws(JSONSyntaxError) in
            // A record is one level around its event.
            try JSONDocument(
                parsing: line,
                maximumSize: RealtimeEvent.defaultMaximumSize + 1024,
                maximumDepth: JSONDocument.defaultMaximumDepth + 1
            )
        }
        guard let record = text.object, record["type"] == nil, let inner = record["event"] else {
            (event, time) = (try Self.event(line, vocabulary, direction), nil)
            return
        }
        time = try record["time_ms"].map { node throws(RecordedEventError) in try Self.time(node, in: text) }
        let sender = try record["direction"].map { node throws(RecordedEventError) in
            try Self.direction(node, in: text)
        }
        event = try Self.event(Array(text.raw(inner)), vocabulary, direction ?? sender)
    }

    private static func event(
        _ bytes: [UInt8],
        _ vocabulary: Vocabulary,
        _ direction: EventDirection?
    ) throws(RecordedEventError) -> RealtimeEvent {
        try parse { () throws(JSONSyntaxError) in
            let sent = try RealtimeEvent(parsing: bytes, vocabulary: vocabulary, direction: direction ?? .server)
            guard direction == nil, sent.definition == nil else { return sent }
            let taken = try RealtimeEvent(parsing: bytes, vocabulary: vocabulary, direction: .client)
            return taken.definition != nil || (sent.type == nil && taken.type != nil) ? taken : sent
        }
    }

    private static func parse<Value>(
        _ body: () throws(JSONSyntaxError) -> Value
    ) throws(RecordedEventError) -> Value {
        do throws(JSONSyntaxError) {
            return try body()
        } catch {
            throw .notJSON(error)
        }
    }

    private static func time(_ node: JSONNode, in text: JSONDocument) throws(RecordedEventError) -> Duration {
        let limit = Double(maximumTime.components.seconds) * 1000
        guard let milliseconds = text.number(node), (0...limit).contains(milliseconds) else {
            throw .invalidTime(offset: node.range.lowerBound)
        }
        return .microseconds(Int64((milliseconds * 1000).rounded()))
    }

    private static func direction(_ node: JSONNode, in text: JSONDocument) throws(RecordedEventError) -> EventDirection
    {
        guard let direction = text.string(node).flatMap(EventDirection.init(rawValue:)) else {
            throw .invalidDirection(offset: node.range.lowerBound)
        }
        return direction
    }
}

/// Why a line of a captured session is no event.
public enum RecordedEventError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line is no JSON, or too large or nested too deep.
    case notJSON(JSONSyntaxError)
    /// `time_ms` is no number from 0 to the length of a year.
    case invalidTime(offset: Int)
    /// `direction` is neither `client` nor `server`.
    case invalidDirection(offset: Int)

    /// Where in the line, in bytes from its start.
    public var offset: Int {
        switch self {
        case .notJSON(let error): error.offset
        case .invalidTime(let offset), .invalidDirection(let offset): offset
        }
    }

    /// A sentence for people, without the place.
    public var message: String {
        switch self {
        case .notJSON(let error): "not an event: \(error.code.rawValue)"
        case .invalidTime: "time_ms must be a number of milliseconds from 0 to those of a year"
        case .invalidDirection: "direction must be client or server"
        }
    }

    /// `MESSAGE at byte OFFSET`.
    public var description: String { "\(message) at byte \(offset)" }
}
