// SPDX-License-Identifier: MIT

/// Meta's realtime speech recognition: a WebSocket.
public struct MetaProvider: OpenAIFormProvider {
    /// What is known about Meta's API.
    public let facts = ProviderFacts(
        kind: "meta",
        title: "Meta",
        baseURL: "https://api.meta.ai",
        webSocket: WebSocketFacts(path: "/v1/asr/realtime"),
        eventVocabulary: .meta
    )

    /// Makes the provider.
    public init() {}
}
