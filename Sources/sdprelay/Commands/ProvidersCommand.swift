// SPDX-License-Identifier: MIT

internal import Gateway
internal import Providers
internal import Signaling

/// The command `sdprelay providers [--config FILE] [--json]`.
enum ProvidersCommand {
    static func run(_ arguments: [String]) -> ExitCode {
        if arguments.contains("--help") || arguments.contains("-h") {
            Console.print(HelpText.providers)
            return .success
        }
        var rest = arguments[...]
        var file: String?
        var isJSON = false
        while let argument = rest.popFirst() {
            let option = CommandOption(argument)
            switch option.name {
            case "--json" where option.value == nil: isJSON = true
            case "--config":
                guard let value = option.value ?? rest.popFirst() else { return usage("--config needs a value") }
                file = value
            default: return usage("unknown argument \"\(argument)\"")
            }
        }
        guard let file else {
            guard !isJSON else { return usage("--json needs --config") }
            Console.print(ProviderTable.text(ProviderRegistry.all.map(ProviderTable.row)))
            return .success
        }
        return show(file, isJSON: isJSON)
    }

    private static func show(_ file: String, isJSON: Bool) -> ExitCode {
        switch ConfigurationFile.load(file, environment: Environment.current) {
        case .failure(let problems) where problems.isUnreadable:
            Console.printError("sdprelay: \(problems.list[0])")
            return .usage
        case .failure(let problems):
            for problem in problems.list { Console.printError("\(file): \(problem)") }
            return .refused
        case .success(let configuration):
            let providers = configuration.providers.map(\.provider)
            if isJSON {
                let directory = ProviderDirectory(
                    providers: providers,
                    defaultProvider: configuration.defaultProvider
                )
                Console.print(String(decoding: ProviderListing.json(of: directory) { _ in true }, as: UTF8.self))
            } else {
                Console.print(ProviderTable.text(providers.map(ProviderTable.row)))
            }
            return .success
        }
    }

    private static func usage(_ message: String) -> ExitCode {
        Console.printError("sdprelay: \(message)\n\n\(HelpText.providers)")
        return .usage
    }
}
