// SPDX-License-Identifier: MIT

internal import RealtimeEvents

/// The command `sdprelay events translate --from VOCABULARY --to VOCABULARY [--direction client|server] FILE|-`.
enum EventsTranslateCommand {
    static func run(_ arguments: [String]) -> ExitCode {
        let arguments = EventsArguments(arguments, options: ["--from", "--to", "--direction"])
        if arguments.asksForHelp {
            Console.print(HelpText.eventsTranslate)
            return .success
        }
        do throws(EventsArguments.UsageError) {
            let direction = try arguments.direction()
            guard let source = try arguments.vocabulary("--from"), let target = try arguments.vocabulary("--to") else {
                throw EventsArguments.UsageError(message: "--from and --to are required")
            }
            guard let translator = EventTranslator(from: source, to: target) else {
                let message = "there is no translation from \(source.rawValue) to \(target.rawValue)"
                throw EventsArguments.UsageError(message: message)
            }
            return translate(try arguments.lines(), from: source, direction, with: translator)
        } catch {
            error.print(help: HelpText.eventsTranslate)
            return .usage
        }
    }

    private static func translate(
        _ lines: EventLines,
        from source: Vocabulary,
        _ direction: EventDirection?,
        with translator: EventTranslator
    ) -> ExitCode {
        // What a client said does not bear on what the server says.
        var client = translator
        var server = translator
        var result = ExitCode.success
        for (number, line) in lines.all {
            do throws(RecordedEventError) {
                let event = try RecordedEvent(line: line, vocabulary: source, direction: direction).event
                let translation = event.direction == .client ? client.translate(event) : server.translate(event)
                for text in translation.events { Console.print(String(decoding: text, as: UTF8.self)) }
                for missing in translation.remainder {
                    let value = String(decoding: missing.value, as: UTF8.self)
                    Console.printError("\(lines.name):\(number): \(missing): \(value)")
                }
            } catch {
                Console.printError("\(lines.name):\(number): error: \(error)")
                result = .refused
            }
        }
        return result
    }
}
