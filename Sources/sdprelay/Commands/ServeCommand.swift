// SPDX-License-Identifier: MIT

internal import HTTPServer

/// The command `sdprelay serve [--config FILE] [--listen HOST:PORT]`.
enum ServeCommand {
    private struct Options {
        var config: String?
        var listen: String?
    }

    static func run(_ arguments: [String]) -> ExitCode {
        if arguments.contains("--help") || arguments.contains("-h") {
            Console.print(HelpText.serve)
            return .success
        }
        let options: Options
        switch parse(arguments) {
        case .success(let parsed): options = parsed
        case .failure(let mistake): return usage(mistake.message)
        }
        var listen: ListenAddress?
        if let text = options.listen {
            guard let address = try? ListenAddress(parsing: text) else {
                return usage("--listen takes HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080")
            }
            listen = address
        }
        let source = ConfigurationSource(path: options.config, environment: .current, listen: listen)
        switch source.load() {
        case .success(let configuration):
            guard let problem = configuration.accessProblem else { return RelayServer.run(configuration, from: source) }
            return refused([problem], options)
        case .failure(let problems):
            if problems.isUnreadable {
                Console.printError("sdprelay: \(problems.list[0])")
                return .usage
            }
            return refused(problems.list, options)
        }
    }

    private static func refused(_ problems: [ConfigurationProblem], _ options: Options) -> ExitCode {
        for problem in problems { Console.printError("\(options.config ?? "sdprelay"): \(problem)") }
        return .refused
    }

    private struct Mistake: Error {
        let message: String
    }

    private static func parse(_ arguments: [String]) -> Result<Options, Mistake> {
        var options = Options()
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let option = CommandOption(argument)
            guard option.name == "--config" || option.name == "--listen" else {
                return .failure(Mistake(message: "unknown argument \"\(argument)\""))
            }
            guard let value = option.value ?? rest.popFirst() else {
                return .failure(Mistake(message: "\(option.name) needs a value"))
            }
            if option.name == "--config" { options.config = value } else { options.listen = value }
        }
        return .success(options)
    }

    private static func usage(_ message: String) -> ExitCode {
        Console.printError("sdprelay: \(message)\n\n\(HelpText.serve)")
        return .usage
    }
}
