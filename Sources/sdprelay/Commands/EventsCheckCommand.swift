// SPDX-License-Identifier: MIT

internal import RealtimeEvents

/// The command `sdprelay events check [--vocabulary NAME] [--direction client|server] [--json] FILE|-`.
enum EventsCheckCommand {
    static func run(_ arguments: [String]) -> ExitCode {
        let arguments = EventsArguments(arguments, flags: ["--json"], options: ["--vocabulary", "--direction"])
        if arguments.asksForHelp {
            Console.print(HelpText.eventsCheck)
            return .success
        }
        do throws(EventsArguments.UsageError) {
            let vocabulary = try arguments.vocabulary("--vocabulary")
            let direction = try arguments.direction()
            let lines = try arguments.lines()
            let report = SessionReport(lines.all, vocabulary: vocabulary, direction: direction)
            if arguments.has("--json") {
                Console.print(String(decoding: report.json, as: UTF8.self))
            } else {
                Console.print(SessionReportText.lines(report, of: lines.name).joined(separator: "\n"))
            }
            return report.findings.isEmpty ? .success : .refused
        } catch {
            error.print(help: HelpText.eventsCheck)
            return .usage
        }
    }
}
