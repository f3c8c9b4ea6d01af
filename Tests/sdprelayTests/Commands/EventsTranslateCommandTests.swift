// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// `sdprelay events translate`, as a process.
struct EventsTranslateCommandTests {
    private func translate(_ input: String, from source: String, to target: String) async throws -> CommandRun {
        try await CommandRun("events", "translate", "--from", source, "--to", target, "-", input: Array(input.utf8))
    }

    @Test(
        "A file's events, as the fixtures have them",
        arguments: [
            ("beta/server/response.text.delta", "beta", "ga"), ("beta/server/conversation.item.created", "beta", "ga"),
            ("beta/client/session.update-temperature", "beta", "ga"),
            ("ga/client/session.update-beyond-beta", "ga", "beta"), ("ga/server/conversation.item.done", "ga", "beta"),
            ("ga/server/response.output_audio.delta", "ga", "elevenlabs"), ("gemini/server/toolCall", "gemini", "ga"),
            ("gemini/client/realtimeInput-video", "gemini", "ga"),
        ]
    )
    func printsTranslations(fixture: String, source: String, target: String) async throws {
        let file = PackageFolder.events.appending(path: "\(fixture).json")
        let golden = try String(
            contentsOf: PackageFolder.events.appending(path: "\(fixture).expected"),
            encoding: .utf8
        )
        let section = golden.split(separator: "\n").drop { $0 != "to \(target)" }.dropFirst()
            .prefix { $0.hasPrefix("  ") }.map { $0.dropFirst(2) }
        let rest = "rest "
        let run = try await CommandRun("events", "translate", "--from", source, "--to", target, file.path)
        #expect(run.exitCode == 0)
        #expect(run.output == section.filter { !$0.hasPrefix(rest) }.map { "\($0)\n" }.joined())
        let missing = section.filter { $0.hasPrefix(rest) }.map { "\(file.path):1: \($0.dropFirst(rest.count))\n" }
        #expect(run.errorOutput == missing.joined())
    }

    @Test func takesOneEventALineAndSkipsBlankOnes() async throws {
        let run = try await translate(
            "{\"type\":\"response.audio.done\"}\r\n\n \t\n{\"type\":\"response.text.done\"}",
            from: "beta",
            to: "ga"
        )
        #expect(run.exitCode == 0)
        #expect(run.output == "{\"type\":\"response.output_audio.done\"}\n{\"type\":\"response.output_text.done\"}\n")
        #expect(run.errorOutput == "")
    }

    @Test func tellsALineThatIsNoEventAndGoesOn() async throws {
        let run = try await translate("{\n{\"type\":\"response.audio.done\"}\n", from: "beta", to: "ga")
        #expect(run.exitCode == 1)
        #expect(run.output == "{\"type\":\"response.output_audio.done\"}\n")
        #expect(run.errorOutput == "<stdin>:1: error: not an event: unexpected_end at byte 1\n")
    }

    @Test func findsTheDirectionByTheName() async throws {
        let update = "{\"type\":\"session.update\",\"session\":{\"temperature\":1}}\n"
        let run = try await translate(update, from: "beta", to: "ga")
        #expect(run.output == "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}\n")
        #expect(run.errorOutput == "<stdin>:1: session.temperature: no_counterpart: 1\n")
        let asServer = try await CommandRun(
            "events",
            "translate",
            "--direction",
            "server",
            "--from",
            "beta",
            "--to",
            "ga",
            "-",
            input: Array(update.utf8)
        )
        #expect(asServer.output == update)
        #expect(asServer.errorOutput == "")
    }

    @Test func remembersTheSession() async throws {
        let run = try await translate(
            "{\"type\":\"audio\",\"audio_event\":{\"audio_base_64\":\"QUJD\",\"event_id\":1}}\n"
                + "{\"type\":\"user_message\",\"text\":\"a\"}\n"
                + "{\"type\":\"audio\",\"audio_event\":{\"audio_base_64\":\"QUJD\",\"event_id\":2}}\n",
            from: "elevenlabs",
            to: "ga"
        )
        #expect(run.output.split(separator: "\n").count == 5)
        #expect(run.output.components(separatedBy: "\"response.created\"").count == 2)
    }
}
