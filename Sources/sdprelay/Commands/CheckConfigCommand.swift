// SPDX-License-Identifier: MIT

/// The command `sdprelay check-config FILE`.
enum CheckConfigCommand {
    static func run(_ arguments: [String]) -> ExitCode {
        if arguments.contains("--help") || arguments.contains("-h") {
            Console.print(HelpText.checkConfig)
            return .success
        }
        guard arguments.count == 1, let path = arguments.first, !path.hasPrefix("--") else {
            Console.printError("sdprelay: expected one file\n\n\(HelpText.checkConfig)")
            return .usage
        }
        switch ConfigurationFile.load(path, environment: Environment.current) {
        case .unreadable:
            Console.printError("sdprelay: cannot read \(path)")
            return .usage
        case .mistakes(let problems):
            for problem in problems { Console.print("\(path): \(problem)") }
            return .refused
        case .loaded(let configuration):
            if let problem = configuration.accessProblem {
                Console.print("\(path): \(problem)")
                return .refused
            }
            for warning in configuration.warnings { Console.print("\(path): warning: \(warning)") }
            Console.print("\(path): ok")
            return .success
        }
    }
}
