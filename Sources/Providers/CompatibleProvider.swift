// SPDX-License-Identifier: MIT

/// Any server that speaks OpenAI's form at a base URL of the operator's.
public struct CompatibleProvider: OpenAIFormProvider {
    /// What is known about servers in OpenAI's form.
    public let facts = ProviderFacts(
        kind: "compatible",
        title: "OpenAI-compatible server",
        defaultBaseURL: nil,
        keyVariable: nil,
        requiresKey: false,
        authentication: .bearer,
        endpoints: OpenAIForm.endpoints,
        dataChannelLabel: "oai-events",
        webSocketSubprotocol: "realtime",
        eventVocabulary: .openAI,
        passedQueryParameters: ["dcid"],
        // Such servers mostly grew up with the beta and still serve it.
        defaultLegacyMode: .beta,
        // The operator wrote the address down; it is usually on the same machine or network.
        allowsPrivateNetworkByDefault: true
    )

    /// Makes the provider.
    public init() {}
}
