// SPDX-License-Identifier: MIT

internal import Foundation
internal import RealtimeEvents
internal import Testing

/// Holds `docs/events.md` to the tables in the sources; `UPDATE_DOCS=1` writes them into the document.
@Suite("The document about events", .serialized)
struct EventDocumentationTests {
    private static let document = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/events.md")

    private static let vocabularies = Vocabulary.allCases.map { vocabulary in
        let tables = EventDirection.allCases.compactMap { table(vocabulary, $0) }
        return "### \(vocabulary.title): `\(vocabulary.rawValue)`\n\n" + tables.joined(separator: "\n")
    }.joined(separator: "\n")

    private static let findings =
        (["| code | what it says |", "| --- | --- |"]
        + EventFinding.Code.allCases.map { "| `\($0.rawValue)` | \($0.meaning) |" }).joined(separator: "\n") + "\n"

    private static func table(_ vocabulary: Vocabulary, _ direction: EventDirection) -> String? {
        let definitions = vocabulary.definitions(direction)
        guard !definitions.isEmpty else { return nil }
        let rows = definitions.map { definition in
            let type = definition.type.map { $0.rawValue == definition.name ? "=" : "`\($0.rawValue)`" } ?? "-"
            let fields = definition.fields.map { "`\($0.notation)`" }.joined(separator: ", ")
            return "| `\(definition.name)` | \(type) | \(fields) |"
        }
        let heading = ["| \(direction.rawValue) event | canonical type | fields |", "| --- | --- | --- |"]
        return (heading + rows).joined(separator: "\n") + "\n"
    }

    @Test("it shows the tables", arguments: [("vocabularies", vocabularies), ("findings", findings)])
    func showsTheTables(_ name: String, _ expected: String) throws {
        var text = try String(contentsOf: Self.document, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- \(name): begin -->\n"))
        let end = try #require(text.range(of: "<!-- \(name): end -->"))
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            text.replaceSubrange(begin.upperBound..<end.lowerBound, with: expected)
            try text.write(to: Self.document, atomically: true, encoding: .utf8)
            return
        }
        #expect(text[begin.upperBound..<end.lowerBound] == expected)
    }
}
