// SPDX-License-Identifier: MIT

/// OpenAI's realtime API (https://platform.openai.com/docs/guides/realtime-webrtc).
public struct OpenAIProvider: OpenAIFormProvider {
    /// What is known about OpenAI.
    public let facts = ProviderFacts(
        kind: "openai",
        title: "OpenAI",
        baseURL: "https://api.openai.com",
        keyVariable: "OPENAI_API_KEY",
        takesCallerTokens: true,
        endpoints: OpenAIEndpoints.all,
        dataChannelLabel: "oai-events",
        webSocket: WebSocketFacts(
            path: "/v1/realtime",
            subprotocol: "realtime",
            credentialSubprotocol: "openai-insecure-api-key."
        ),
        passedQueryParameters: ["dcid"],
        // The beta endpoints answer `beta_api_shape_disabled` since June 2026.
        defaultLegacyMode: .ga,
        limits: ProviderLimits(clientSecretSeconds: 10...7200)
    )

    /// Makes the provider.
    public init() {}
}
