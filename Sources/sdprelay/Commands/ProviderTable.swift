// SPDX-License-Identifier: MIT

internal import Providers

/// The registry as a table for people.
enum ProviderTable {
    /// The heads of the columns.
    static let heads = [
        "provider", "kind", "offers", "auth", "label", "subprotocol", "secrets", "control", "query", "events",
    ]

    /// The row of a kind, as it is unless it is configured otherwise.
    static func row(_ provider: any Provider) -> [String] {
        let facts = provider.facts
        return row(
            facts.title,
            facts,
            offers: facts.handshakes.map(\.rawValue).joined(separator: ", "),
            authentication: facts.authentications.map(\.rawValue).joined(separator: ", ")
        )
    }

    /// The row of a configured provider.
    static func row(_ provider: ConfiguredProvider) -> [String] {
        let facts = provider.provider.facts
        return row(
            provider.name,
            facts,
            offers: facts.supportsWebRTC ? provider.handshake.rawValue : "",
            authentication: provider.authentication.rawValue
        )
    }

    private static func row(
        _ name: String,
        _ facts: ProviderFacts,
        offers: String,
        authentication: String
    ) -> [String] {
        [
            name, facts.kind, offers, authentication, facts.dataChannelLabel ?? "", facts.webSocket?.subprotocol ?? "",
            facts.supportsClientSecrets ? "yes" : "", control(facts),
            facts.passedQueryParameters.joined(separator: ", "), facts.eventVocabulary.rawValue,
        ].map { $0.isEmpty ? "-" : $0 }
    }

    /// `accept`, `hangup`, `refer`, `reject`, as far as the provider goes; for Live sessions it is the same where there
    /// are any.
    private static func control(_ facts: ProviderFacts) -> String {
        CallKind.realtime.control.filter { facts.callControl.contains($0.operation) }.map(\.verb)
            .joined(separator: ", ")
    }

    /// The rows under their heads, in columns.
    static func text(_ rows: [[String]]) -> String {
        let lines = [heads.map { $0.uppercased() }] + rows
        let widths = heads.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = line.enumerated().map { $1 + String(repeating: " ", count: widths[$0] - $1.count) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    /// The rows as a Markdown table.
    static func markdown(_ rows: [[String]]) -> String {
        let lines =
            [heads, heads.map { _ in "---" }] + rows.map { row in row.enumerated().map { $0 == 0 ? $1 : code($1) } }
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    private static func code(_ cell: String) -> String {
        cell == "-" || cell == "yes" ? cell : cell.split(separator: ", ").map { "`\($0)`" }.joined(separator: ", ")
    }
}
