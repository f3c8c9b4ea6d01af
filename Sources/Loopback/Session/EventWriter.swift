// SPDX-License-Identifier: MIT

internal import JSONText

/// Writes the events of a server, each with an id of its own.
struct EventWriter {
    private(set) var events: [[UInt8]] = []
    private var count = 0

    /// Writes an event; `body` adds its members.
    mutating func write(_ type: String, _ body: (inout JSONObjectWriter) -> Void = { _ in }) {
        count += 1
        var writer = JSONObjectWriter()
        writer.write("type", type)
        writer.write("event_id", "event_\(count)")
        body(&writer)
        events.append(writer.finish())
    }

    /// Adds an event that is complete.
    mutating func append(_ event: [UInt8]) { events.append(event) }

    /// A name of a new thing: `item_7`.
    mutating func name(_ prefix: String) -> String {
        count += 1
        return "\(prefix)_\(count)"
    }

    /// What was written since the last time.
    mutating func take() -> [[UInt8]] {
        defer { events = [] }
        return events
    }
}
