// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import Signaling

/// Holds `docs/errors.md` to the table of codes; `UPDATE_DOCS=1` writes the table into the document.
@Suite struct ErrorDocumentationTests {
    private static let document = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/errors.md")
    private static let begin = "<!-- codes: begin -->\n"
    private static let end = "<!-- codes: end -->"

    private static var table: String {
        let rows = ErrorCode.allCases.map { code in
            let entry = code.entry
            return "| `\(code.rawValue)` | \(entry.status) | `\(entry.type.rawValue)` | "
                + "\(entry.isRetryable ? "yes" : "no") | \(entry.meaning) | \(entry.remedy) |"
        }
        return
            ([
                "| code | status | type | retryable | what happened | what to do |",
                "| --- | --- | --- | --- | --- | --- |",
            ] + rows).joined(separator: "\n") + "\n"
    }

    @Test func theDocumentShowsTheTable() throws {
        var text = try String(contentsOf: Self.document, encoding: .utf8)
        let begin = try #require(text.range(of: Self.begin))
        let end = try #require(text.range(of: Self.end))
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            text.replaceSubrange(begin.upperBound..<end.lowerBound, with: Self.table)
            try text.write(to: Self.document, atomically: true, encoding: .utf8)
            return
        }
        #expect(text[begin.upperBound..<end.lowerBound] == Self.table)
    }

    @Test func noRowIsEmptyOrMultiline() {
        for code in ErrorCode.allCases {
            let entry = code.entry
            #expect(entry.meaning.hasSuffix(".") && entry.remedy.hasSuffix("."), "\(code)")
            #expect(!entry.meaning.contains("\n") && !entry.remedy.contains("\n") && !entry.meaning.contains("|"))
            #expect((400..<600).contains(entry.status), "\(code)")
        }
    }
}
