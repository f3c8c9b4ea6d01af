// SPDX-License-Identifier: MIT

internal import HTTPServer

/// Reads configurations.
enum ConfigurationFile {
    private static let readLimit = 4 * 1024 * 1024

    /// Loads a file, or standard input for `-`.
    static func load(
        _ path: String,
        environment: Environment
    ) -> Result<RelayConfiguration, ConfigurationProblems> {
        guard let bytes = Console.read(path, limit: readLimit) else {
            let problem = ConfigurationProblem(path: "", message: "cannot read \(path)")
            return .failure(ConfigurationProblems(list: [problem], isUnreadable: true))
        }
        return parse(bytes, environment: environment)
    }

    /// Reads a configuration from JSON5.
    static func parse(
        _ bytes: [UInt8],
        environment: Environment
    ) -> Result<RelayConfiguration, ConfigurationProblems> {
        do throws(JSON5Parser.SyntaxError) {
            return configuration(from: try JSON5Parser.parse(bytes), environment: environment)
        } catch {
            return .failure(ConfigurationProblems(list: [ConfigurationProblem(path: "", message: error.description)]))
        }
    }

    /// What is served without a file: OpenAI with the variables that its SDKs read.
    static func fromEnvironment(_ environment: Environment) -> Result<RelayConfiguration, ConfigurationProblems> {
        var openai: [String: ConfigurationValue] = ["kind": .string("openai")]
        if environment["OPENAI_API_KEY"] != nil {
            openai["keys"] = .array([.object(["env": .string("OPENAI_API_KEY")])])
        }
        if let url = environment["OPENAI_BASE_URL"] { openai["base_url"] = .string(url) }
        return configuration(
            from: .object(["providers": .object(["openai": .object(openai)])]),
            environment: environment
        )
        .mapError { problems in
            // There is no file whose key paths would say anything to the reader.
            ConfigurationProblems(
                list: problems.list.map { problem in
                    let isKey = problem.path.hasPrefix("providers.openai.keys")
                    return ConfigurationProblem(
                        path: isKey ? "OPENAI_API_KEY" : "OPENAI_BASE_URL",
                        message: problem.message
                    )
                }
            )
        }
    }

    private static func configuration(
        from value: ConfigurationValue,
        environment: Environment
    ) -> Result<RelayConfiguration, ConfigurationProblems> {
        let reader = ConfigurationReader()
        var configuration: RelayConfiguration?
        reader.object(value, at: "") { root in
            configuration = RelayConfiguration(reading: &root, environment: environment)
        }
        guard let configuration, reader.problems.isEmpty else {
            return .failure(ConfigurationProblems(list: reader.problems))
        }
        return .success(configuration)
    }
}
