// SPDX-License-Identifier: MIT

import Foundation
import Providers
import Testing

@testable import sdprelay

/// `sdprelay providers`, and the table in the documentation.
struct ProvidersCommandTests {
    private static let configuration = """
        { providers: {
            azure: { kind: 'azure', base_url: 'https://secret-host.example', keys: [{ value: 'secret-key-1' }] },
            voices: { kind: 'elevenlabs', keys: [{ value: 'secret-key-2' }] },
        }, default_provider: 'azure', access_keys: [{ name: 'app', value: 'secret-access-key' }] }
        """

    @Test func printsEveryKind() async throws {
        let run = try await CommandRun("providers")
        #expect(run.exitCode == 0)
        #expect(run.errorOutput == "")
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == ProviderRegistry.all.count + 1)
        #expect(lines[0].hasPrefix("PROVIDER "))
        for (line, provider) in zip(lines.dropFirst(), ProviderRegistry.all) {
            #expect(line.hasPrefix(provider.facts.title + " "))
            #expect(line.contains(" \(provider.facts.kind) "))
            #expect(!line.hasSuffix(" "))
        }
    }

    @Test func printsWhatIsConfiguredWithoutSecrets() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.configuration, to: "config.json5")
        let table = try await CommandRun("providers", "--config", file)
        #expect(table.exitCode == 0)
        let lines = table.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: "  ", omittingEmptySubsequences: true)
        }
        #expect(lines.map { $0[0] } == ["azure", "voices", "loopback"])
        #expect(table.output.contains("two-step"))
        let json = try await CommandRun("providers", "--json", "--config=" + file)
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let entries = object?["data"] as? [[String: Any]]
        #expect(entries?.map { $0["webrtc"] as? Bool } == [true, true, false])
        #expect(!(table.output + json.output).contains("secret-"))
    }

    @Test(
        "Wrong usage",
        arguments: [["--json"], ["--config"], ["x"], ["--config", "/nowhere/at/all"]]
    )
    func refuses(arguments: [String]) async throws {
        let run = try await CommandRun(list: ["providers"] + arguments)
        #expect(run.exitCode == 2)
        #expect(run.output == "")
        #expect(run.errorOutput.hasPrefix("sdprelay: "))
    }

    /// Holds `docs/providers.md` to the registry; `UPDATE_DOCS=1` writes the table into the document.
    @Test func theDocumentShowsTheTable() throws {
        let document = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/providers.md")
        var text = try String(contentsOf: document, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- providers: begin -->\n"))
        let end = try #require(text.range(of: "<!-- providers: end -->"))
        let table = ProviderTable.markdown(ProviderRegistry.all.map(ProviderTable.row))
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            text.replaceSubrange(begin.upperBound..<end.lowerBound, with: table)
            try text.write(to: document, atomically: true, encoding: .utf8)
            return
        }
        #expect(text[begin.upperBound..<end.lowerBound] == table)
    }
}
