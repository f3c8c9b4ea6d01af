// SPDX-License-Identifier: MIT

/// OpenAI's realtime API (https://platform.openai.com/docs/guides/realtime-webrtc).
public struct OpenAIProvider: OpenAIFormProvider {
    /// What is known about OpenAI.
    public let facts = ProviderFacts(
        kind: "openai",
        title: "OpenAI",
        defaultBaseURL: "https://api.openai.com",
        keyVariable: "OPENAI_API_KEY",
        requiresKey: true,
        authentication: .bearer,
        endpoints: OpenAIForm.endpoints,
        dataChannelLabel: "oai-events",
        webSocketSubprotocol: "realtime",
        eventVocabulary: .openAI,
        passedQueryParameters: ["dcid"],
        // The beta endpoints answer `beta_api_shape_disabled` since June 2026.
        defaultLegacyMode: .ga,
        allowsPrivateNetworkByDefault: false
    )

    /// Makes the provider.
    public init() {}
}
