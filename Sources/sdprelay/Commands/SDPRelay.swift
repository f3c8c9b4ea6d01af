// SPDX-License-Identifier: MIT

internal import Glibc

/// The program: finds the command and runs it.
@main
enum SDPRelay {
    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    /// Runs the command that the arguments name.
    static func run(_ arguments: [String]) -> ExitCode {
        switch arguments.first {
        case nil:
            Console.printError(HelpText.program)
            return .usage
        case "--help", "-h", "help":
            Console.print(HelpText.program)
            return .success
        case "--version":
            Console.print("sdprelay \(Version.text)")
            return .success
        case "serve": return ServeCommand.run(Array(arguments.dropFirst()))
        case "check-config": return CheckConfigCommand.run(Array(arguments.dropFirst()))
        case "providers": return ProvidersCommand.run(Array(arguments.dropFirst()))
        case "sdp": return SDPCheckCommand.run(Array(arguments.dropFirst()))
        case "events": return EventsCommand.run(Array(arguments.dropFirst()))
        case .some(let unknown):
            Console.printError("sdprelay: unknown command \"\(unknown)\"\n\n\(HelpText.program)")
            return .usage
        }
    }
}
