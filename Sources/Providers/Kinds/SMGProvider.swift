// SPDX-License-Identifier: MIT

/// Shepherd Model Gateway (https://github.com/lightseekorg/smg), a relay that terminates media.
///
/// It gives calls no id, so that there is nothing to control them by.
public struct SMGProvider: OpenAIFormProvider {
    /// What is known about SMG.
    public let facts = ProviderFacts(
        kind: "smg",
        title: "Shepherd Model Gateway",
        requiresKey: false,
        endpoints: [ProviderEndpoint(.call, "/v1/realtime/calls", [.multipart, .raw])] + OpenAIEndpoints.secrets(),
        dataChannelLabel: "oai-events",
        webSocket: WebSocketFacts(path: "/v1/realtime", subprotocol: "realtime"),
        allowsPrivateNetworkByDefault: true,
        limits: ProviderLimits(bodyBytes: 10 << 20)
    )

    /// Makes the provider.
    public init() {}
}
