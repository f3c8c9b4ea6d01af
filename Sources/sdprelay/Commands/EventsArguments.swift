// SPDX-License-Identifier: MIT

internal import RealtimeEvents

/// The arguments of a command `sdprelay events …`: options, flags, and one file.
struct EventsArguments {
    struct UsageError: Error {
        var message: String
        /// Whether reading how the command is used would help.
        var isMisuse = true

        /// Says it on standard error.
        func print(help: String) {
            Console.printError("sdprelay: \(message)" + (isMisuse ? "\n\n\(help)" : ""))
        }
    }

    private var flags: Set<String> = []
    private var values: [String: String] = [:]
    private var paths: [String] = []
    private var problem: UsageError?
    private(set) var asksForHelp = false

    /// Takes arguments apart; what is wrong with them is thrown by the first question.
    init(_ arguments: [String], flags known: Set<String> = [], options: Set<String>) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let option = CommandOption(argument)
            if argument == "--help" || argument == "-h" {
                asksForHelp = true
            } else if known.contains(argument) {
                flags.insert(argument)
            } else if options.contains(option.name) {
                values[option.name] = option.value ?? rest.popFirst() ?? ""
            } else if argument.hasPrefix("-"), argument != "-" {
                problem = problem ?? UsageError(message: "unknown option \"\(option.name)\"")
            } else {
                paths.append(argument)
            }
        }
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// The vocabulary that an option names; nil without the option.
    func vocabulary(_ option: String) throws(UsageError) -> Vocabulary? {
        if let problem { throw problem }
        guard let value = values[option] else { return nil }
        guard let vocabulary = Vocabulary(rawValue: value) else {
            let names = Vocabulary.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError(message: "\(option) is one of \(names)")
        }
        return vocabulary
    }

    /// Who sent all events; nil without `--direction`.
    func direction() throws(UsageError) -> EventDirection? {
        if let problem { throw problem }
        guard let value = values["--direction"] else { return nil }
        guard let direction = EventDirection(rawValue: value) else {
            throw UsageError(message: "--direction is client or server")
        }
        return direction
    }

    /// The file's lines.
    func lines() throws(UsageError) -> EventLines {
        if let problem { throw problem }
        guard paths.count == 1, let path = paths.first else {
            throw UsageError(message: "expected one file, or - for standard input")
        }
        guard let lines = EventLines(reading: path) else {
            let message = "cannot read \(path), or it is over \(EventLines.readLimit) bytes"
            throw UsageError(message: message, isMisuse: false)
        }
        return lines
    }
}
