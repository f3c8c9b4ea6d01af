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
        case .failure(let problems) where problems.isUnreadable:
            Console.printError("sdprelay: \(problems.list[0])")
            return .usage
        case .failure(let problems):
            for problem in problems.list { Console.print("\(path): \(problem)") }
            return .refused
        case .success(let configuration):
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
