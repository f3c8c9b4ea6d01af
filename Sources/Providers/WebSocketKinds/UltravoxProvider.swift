// SPDX-License-Identifier: MIT

/// Ultravox (https://docs.ultravox.ai): calls are joined with LiveKit's own signaling.
public struct UltravoxProvider: OpenAIFormProvider {
    /// What is known about Ultravox.
    public let facts = ProviderFacts(
        kind: "ultravox",
        title: "Ultravox",
        baseURL: "https://api.ultravox.ai",
        apiRoot: "",
        keyVariable: "ULTRAVOX_API_KEY",
        eventVocabulary: .ultravox
    )

    /// Makes the provider.
    public init() {}
}
