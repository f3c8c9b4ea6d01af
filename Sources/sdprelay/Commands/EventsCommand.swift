// SPDX-License-Identifier: MIT

/// The commands `sdprelay events …`.
enum EventsCommand {
    static func run(_ arguments: [String]) -> ExitCode {
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "--help", "-h":
            Console.print(HelpText.events)
            return .success
        case "check": return EventsCheckCommand.run(rest)
        case "translate": return EventsTranslateCommand.run(rest)
        default:
            Console.printError("sdprelay: expected \"events check\" or \"events translate\"\n\n\(HelpText.events)")
            return .usage
        }
    }
}
