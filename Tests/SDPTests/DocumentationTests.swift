// SPDX-License-Identifier: MIT

internal import Foundation
internal import SDP
internal import Testing

@Suite("docs/sdp.md")
struct DocumentationTests {
    @Test("the table of codes is that of the code")
    func tableOfCodes() throws {
        let text = try String(
            decoding: Data(contentsOf: Fixtures.repository.appending(path: "docs/sdp.md")),
            as: UTF8.self
        )
        let rows = text.split(separator: "\n").compactMap { line -> String? in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 3, cells[0].hasPrefix("`"), cells[0].hasSuffix("`") else { return nil }
            return "\(cells[0].dropFirst().dropLast()) \(cells[1])"
        }
        #expect(rows == SDPFinding.Code.allCases.map { "\($0.rawValue) \($0.severity)" })
    }
}
