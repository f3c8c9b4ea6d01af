// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// The command `sdprelay events translate --from VOCABULARY --to VOCABULARY FILE|-`.
enum EventsTranslateCommand {
    /// What the arguments ask for.
    private struct Request {
        var source: Vocabulary
        var target: Vocabulary
        var direction: EventDirection?
        var path: String
    }

    private struct UsageError: Error {
        var message: String
    }

    static func run(_ arguments: [String]) -> ExitCode {
        if arguments.contains("--help") || arguments.contains("-h") {
            Console.print(HelpText.eventsTranslate)
            return .success
        }
        let request: Request
        do throws(UsageError) {
            request = try read(arguments)
        } catch {
            Console.printError("sdprelay: \(error.message)\n\n\(HelpText.eventsTranslate)")
            return .usage
        }
        guard let lines = EventLines(reading: request.path) else {
            Console.printError("sdprelay: cannot read \(request.path), or it is over \(EventLines.readLimit) bytes")
            return .usage
        }
        return translate(lines, request)
    }

    private static func translate(_ lines: EventLines, _ request: Request) -> ExitCode {
        // What a client said does not bear on what the server says.
        guard var client = EventTranslator(from: request.source, to: request.target) else { return .usage }
        var server = client
        var result = ExitCode.success
        lines.forEach { number, line in
            do throws(JSONSyntaxError) {
                let event = try read(line, request)
                let translation = event.direction == .client ? client.translate(event) : server.translate(event)
                for text in translation.events { Console.print(String(decoding: text, as: UTF8.self)) }
                for missing in translation.remainder {
                    let value = String(decoding: missing.value, as: UTF8.self)
                    Console.printError("\(lines.name):\(number): \(missing): \(value)")
                }
            } catch {
                Console.printError("\(lines.name):\(number): error: not an event: \(error)")
                result = .refused
            }
        }
        return result
    }

    /// An event of the direction that was asked for, else of the one that its name belongs to.
    private static func read(_ line: [UInt8], _ request: Request) throws(JSONSyntaxError) -> RealtimeEvent {
        let direction = request.direction ?? .server
        let event = try RealtimeEvent(parsing: line, vocabulary: request.source, direction: direction)
        guard request.direction == nil, event.definition == nil, event.type == nil else { return event }
        let other = try RealtimeEvent(parsing: line, vocabulary: request.source, direction: .client)
        return other.definition == nil && other.type == nil ? event : other
    }

    // MARK: Arguments

    private static func read(_ arguments: [String]) throws(UsageError) -> Request {
        var source: Vocabulary?
        var target: Vocabulary?
        var direction: EventDirection?
        var paths: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--from": source = try vocabulary(argument, rest.popFirst())
            case "--to": target = try vocabulary(argument, rest.popFirst())
            case "--direction":
                let value = rest.popFirst() ?? ""
                guard let known = EventDirection(rawValue: value) else {
                    throw UsageError(message: "--direction is client or server")
                }
                direction = known
            case let option where option.hasPrefix("-") && option != "-":
                throw UsageError(message: "unknown option \"\(option)\"")
            default: paths.append(argument)
            }
        }
        guard let source, let target else { throw UsageError(message: "--from and --to are required") }
        guard paths.count == 1, let path = paths.first else {
            throw UsageError(message: "expected one file, or - for standard input")
        }
        guard EventTranslator.isAvailable(from: source, to: target) else {
            throw UsageError(message: "there is no translation from \(source.rawValue) to \(target.rawValue)")
        }
        return Request(source: source, target: target, direction: direction, path: path)
    }

    private static func vocabulary(_ option: String, _ value: String?) throws(UsageError) -> Vocabulary {
        guard let value, let vocabulary = Vocabulary(rawValue: value) else {
            let names = Vocabulary.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError(message: "\(option) is one of \(names)")
        }
        return vocabulary
    }
}
