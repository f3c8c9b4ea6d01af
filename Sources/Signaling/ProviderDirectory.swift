// SPDX-License-Identifier: MIT

public import Providers

/// The configured providers and how a request finds its own.
public struct ProviderDirectory: Sendable {
    /// How a route says which provider it is for.
    public enum Selection: Hashable, Sendable {
        /// `provider/model`, else the default provider.
        case byModel
        /// The provider of an integration route.
        case named(String)
    }

    /// The providers, by name.
    public let providers: [ConfiguredProvider]
    /// The provider of bare routes and bare model names.
    public let defaultProvider: String

    /// Makes a directory; the default must be one of the providers.
    public init(providers: [ConfiguredProvider], defaultProvider: String) {
        precondition(
            providers.contains { $0.name == defaultProvider },
            "the default provider must be a configured one"
        )
        self.providers = providers.sorted { $0.name < $1.name }
        self.defaultProvider = defaultProvider
    }

    /// The provider with a name.
    public func provider(named name: String) -> ConfiguredProvider? {
        providers.first { $0.name == name }
    }

    /// The provider that a fingerprint stands for.
    func provider(_ fingerprint: NameFingerprint) -> ConfiguredProvider? {
        providers.first { $0.fingerprint == fingerprint }
    }

    /// Finds the provider, and its own name of the model, if the caller may use them.
    ///
    /// - Throws: ``RelayError`` `access_denied` if the caller may not, or may not know, and `provider_not_found` if an
    ///   integration route's provider is not configured.
    func resolve(
        model: String?,
        selection: Selection,
        caller: Caller
    ) throws(RelayError) -> (provider: ConfiguredProvider, model: String?) {
        let name: ModelName?
        let providerName: String
        switch selection {
        case .byModel:
            name = model.map { ModelName($0) { name in self.provider(named: name) != nil } }
            providerName = name?.provider ?? defaultProvider
        case .named(let routeProvider):
            name = model.map { ModelName($0) { $0 == routeProvider } }
            providerName = routeProvider
        }
        let provider = try self.provider(named: providerName, for: caller)
        guard let bare = name?.model, !bare.isEmpty else { return (provider, nil) }
        return (provider, bare)
    }

    /// The provider with a name, if the caller may use it.
    ///
    /// - Throws: ``RelayError`` `provider_not_found`, or `access_denied` if the caller may not use it, or may not know.
    public func provider(named name: String, for caller: Caller) throws(RelayError) -> ConfiguredProvider {
        guard let provider = provider(named: name) else {
            guard caller.seesProviders else { throw .accessDenied }
            throw RelayError(
                .providerNotFound,
                stage: .provider,
                message: "No provider named \"\(name)\" is configured."
            )
        }
        guard caller.mayUse(provider) else { throw .accessDenied }
        return provider
    }
}
