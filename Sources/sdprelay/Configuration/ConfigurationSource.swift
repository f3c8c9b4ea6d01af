// SPDX-License-Identifier: MIT

internal import HTTPServer

/// Where a configuration comes from, so that it can be read again.
struct ConfigurationSource {
    /// The file; nil for the environment alone.
    let path: String?
    let environment: Environment
    /// Where to listen in place of the configuration's `listen`.
    let listen: ListenAddress?

    /// Reads the configuration, as it is now.
    func load() -> Result<RelayConfiguration, ConfigurationProblems> {
        read().map { configuration in
            var configuration = configuration
            if let listen { configuration.listen = listen }
            return configuration
        }
    }

    private func read() -> Result<RelayConfiguration, ConfigurationProblems> {
        guard let path else { return ConfigurationFile.fromEnvironment(environment) }
        return ConfigurationFile.load(path, environment: environment)
    }
}
