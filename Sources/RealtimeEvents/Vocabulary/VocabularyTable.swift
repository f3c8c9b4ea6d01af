// SPDX-License-Identifier: MIT

/// The events of one vocabulary, found by their names in a text.
///
/// A line of a table is `name | canonical type | fields`. The canonical type is `=` where it is the name, and `-` where
/// it depends on what is in the event. A line without a name continues the fields of the one above. Of a field,
/// `path*` is required and `type?` may be null.
final class VocabularyTable: Sendable {
    let vocabulary: Vocabulary
    private let client: NameIndex
    private let server: NameIndex

    init(_ vocabulary: Vocabulary, client: StaticString, server: StaticString) {
        self.vocabulary = vocabulary
        self.client = NameIndex(Self.read(client.description, vocabulary, .client))
        self.server = NameIndex(Self.read(server.description, vocabulary, .server))
    }

    func definitions(_ direction: EventDirection) -> [EventDefinition] { index(direction).definitions }

    func index(_ direction: EventDirection) -> NameIndex { direction == .client ? client : server }

    private static func read(
        _ text: String,
        _ vocabulary: Vocabulary,
        _ direction: EventDirection
    ) -> [EventDefinition] {
        var definitions: [EventDefinition] = []
        for line in text.split(separator: "\n") {
            let columns = line.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
            let fields = (columns.last ?? "").split(separator: " ").map { field in
                guard let definition = FieldDefinition(field) else {
                    preconditionFailure("the table of \(vocabulary) has a field that cannot be read: \(field)")
                }
                return definition
            }
            guard columns.count == 3, !columns[0].isEmpty else {
                guard let last = definitions.popLast() else { continue }
                definitions.append(last.adding(fields))
                continue
            }
            let name = String(columns[0])
            let type = EventType(rawValue: columns[1] == "=" ? name : String(columns[1]))
            precondition(type != nil || columns[1] == "-", "\(vocabulary): no type \(columns[1]) for \(name)")
            definitions.append(EventDefinition(name: name, direction: direction, type: type, fields: fields))
        }
        return definitions
    }
}

extension EventDefinition {
    fileprivate func adding(_ more: [FieldDefinition]) -> EventDefinition {
        EventDefinition(name: name, direction: direction, type: type, fields: fields + more)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " })
        else { return "" }
        return self[first...last]
    }
}
