// SPDX-License-Identifier: MIT

/// Any server that speaks OpenAI's form at a base URL of the operator's.
public struct CompatibleProvider: OpenAIFormProvider {
    /// What is known about servers in OpenAI's form.
    public let facts = ProviderFacts(
        kind: "compatible",
        title: "OpenAI-compatible server",
        requiresKey: false,
        takesCallerTokens: true,
        endpoints: OpenAIEndpoints.all,
        dataChannelLabel: "oai-events",
        webSocket: WebSocketFacts(path: "/v1/realtime", subprotocol: "realtime"),
        passedQueryParameters: ["dcid"],
        // Such servers mostly grew up with the beta and still serve it.
        defaultLegacyMode: .beta,
        // The operator wrote the address down; it is usually on the same machine or network.
        allowsPrivateNetworkByDefault: true,
        errorShapes: [.detail]
    )

    /// Makes the provider.
    public init() {}
}
