// SPDX-License-Identifier: MIT

internal import Gateway
internal import Providers
internal import HTTPServer

/// What the relay says once it serves.
struct StartupReport {
    let configuration: RelayConfiguration
    let port: UInt16
    let loops: Int

    func write(to output: LogOutput) {
        let host = configuration.listen.ip.map { $0.isIPv6 ? "[\($0)]" : "\($0)" } ?? "0.0.0.0"
        let names = configuration.providers.map { entry in
            entry.provider.name == configuration.defaultProvider
                ? "\(entry.provider.name) (default)" : entry.provider.name
        }
        let address = "http://\(host):\(port)"
        var fields: [(name: StaticString, value: String)] = [
            ("address", address), ("loops", String(loops)), ("providers", names.joined(separator: ", ")),
            ("version", Version.text),
        ]
        if configuration.showsConsole { fields.append(("console", address + "/")) }
        output.writeEvent("listening", fields)
        for warning in configuration.warnings {
            output.writeEvent("warning", [("path", warning.path), ("message", warning.message)])
        }
        if configuration.access.isOpen, configuration.isOpen, configuration.listen.ip?.isLoopback != true {
            let message = "everyone who reaches the relay can use the providers' keys"
            output.writeEvent("warning", [("path", "open"), ("message", message)])
        }
        for entry in configuration.providers where lacksKey(entry) {
            output.writeEvent("no_key", [("message", advice(entry))])
        }
    }

    private func lacksKey(_ entry: RelayConfiguration.ProviderEntry) -> Bool {
        let facts = entry.provider.provider.facts
        // Without an endpoint there is nothing to use a key for.
        return entry.provider.keys.isEmpty && facts.requiresKey && !facts.endpoints.isEmpty
    }

    private func advice(_ entry: RelayConfiguration.ProviderEntry) -> String {
        let variable = entry.provider.provider.facts.keyVariable.map { "set \($0), or " } ?? ""
        let served =
            entry.provider.takesCallerTokens
            ? "only callers with their own ek_ token will be served" : "it serves nobody"
        return "provider \"\(entry.provider.name)\" has no key: \(served); "
            + "\(variable)give `keys` in a configuration (docs/configuration.md), "
            + "or call the provider \"loopback\", which needs none"
    }
}
