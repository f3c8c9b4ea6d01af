// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// `sdprelay events check`, as a process.
struct EventsCheckCommandTests {
    private func check(_ input: String, _ arguments: String...) async throws -> CommandRun {
        try await CommandRun(list: ["events", "check"] + arguments + ["-"], input: Array(input.utf8))
    }

    private static let session = """
        {"time_ms":0,"direction":"client","event":{"type":"conversation.item.create","item":{"id":"item_1",\
        "type":"message","role":"user","content":[{"type":"input_text","text":"Hi\\u001b[2J"}]}}}
        {"time_ms":10,"direction":"client","event":{"type":"response.create"}}
        {"time_ms":250.5,"direction":"server","event":{"type":"response.output_text.delta","event_id":"e",\
        "response_id":"resp_1","item_id":"item_2","output_index":0,"content_index":0,"delta":"Hello"}}
        {"time_ms":400,"direction":"server","event":{"type":"response.done","event_id":"e","response":{"id":"resp_1",\
        "object":"realtime.response","status":"completed","output":[],"usage":{"total_tokens":5}}}}

        """

    @Test func tellsTurnsAndUsageForPeople() async throws {
        let run = try await check(Self.session)
        #expect(run.errorOutput == "")
        #expect(
            run.output == """
                turn 1: completed resp_1 first output after 240 ms end after 390 ms
                  user item_1: "Hi\\u{1B}[2J"
                  output: "Hello"
                  usage: {"total_tokens":5}
                4 events (ga), 1 turns
                usage: {"total_tokens":5}

                """
        )
        #expect(run.exitCode == 0)
    }

    @Test func tellsThemAsJSON() async throws {
        let run = try await check(Self.session, "--json")
        #expect(
            run.output == """
                {"vocabulary":"ga","events":4,"findings":[],"turns":[
                  {"turn":1,"response_id":"resp_1","status":"completed",\
                "inputs":[{"kind":"user","item_id":"item_1","text":"Hi\\u001b[2J"}],"output_text":"Hello",\
                "usage":{"total_tokens":5},"started_ms":10,"first_output_ms":250.5,"ended_ms":400,\
                "time_to_first_output_ms":240.5,"time_to_end_ms":390}
                ],"usage":{"total_tokens":5}}

                """
        )
    }

    @Test func tellsWhatIsWrongWithItsPlaceAndGoesOn() async throws {
        let lines = """
            {"type":"conversation.item.truncate","item_id":"i","content_index":0,"audio_end_ms":"1"}
            {"type":"response.cancel"

            {"time_ms":-1,"event":{"type":"response.cancel"}}
            {"direction":"relay","event":{"type":"response.cancel"}}
            {"event":{"type":"response.cancel"}}
            """
        let run = try await check(lines)
        #expect(
            run.output == """
                <stdin>:1: audio_end_ms must be an integer [wrong_type]
                <stdin>:2: not an event: unexpected_end at byte 25 [not_json]
                <stdin>:4: time_ms must be a number of milliseconds from 0 to those of a year at byte 11 [invalid_time_ms]
                <stdin>:5: direction must be client or server at byte 13 [invalid_direction]
                2 events (ga), 0 turns

                """
        )
        #expect(run.exitCode == 1)
    }

    @Test("The vocabulary is the one that knows most events, unless it is named")
    func findsTheVocabulary() async throws {
        let line =
            #"{"type":"response.text.delta","event_id":"e","response_id":"r","item_id":"i","#
            + #""output_index":0,"content_index":0,"delta":"a"}"#
        #expect(try await check(line).output.contains("1 events (beta)"))
        let named = try await check(line, "--vocabulary", "ga", "--direction=server")
        #expect(
            named.output.hasPrefix("<stdin>:1: the vocabulary has no such event in this direction [unknown_event]\n")
        )
        #expect(named.exitCode == 1)
    }

    @Test(
        "Wrong usage",
        arguments: [
            (["--vocabulary", "gpt", "-"], "--vocabulary is one of ga, beta, translation"),
            (["--direction", "up", "-"], "--direction is client or server"),
            (["--yaml", "-"], "unknown option \"--yaml\""), ([], "expected one file, or - for standard input"),
            (["a", "b"], "expected one file, or - for standard input"), (["/nowhere"], "cannot read /nowhere"),
        ]
    )
    func refusesWrongUsage(arguments: [String], message: String) async throws {
        let run = try await CommandRun(list: ["events", "check"] + arguments)
        #expect(run.exitCode == 2)
        #expect(run.errorOutput.hasPrefix("sdprelay: \(message)"))
        #expect(run.output == "")
    }
}
