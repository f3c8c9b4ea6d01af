// SPDX-License-Identifier: MIT

/// Hume's empathic voice interface (https://dev.hume.ai): a WebSocket.
public struct HumeProvider: OpenAIFormProvider {
    /// What is known about Hume.
    public let facts = ProviderFacts(
        kind: "hume",
        title: "Hume EVI",
        baseURL: "https://api.hume.ai",
        apiRoot: "",
        keyVariable: "HUME_API_KEY",
        authentications: [.query],
        webSocket: WebSocketFacts(path: "/v0/evi/chat"),
        eventVocabulary: .hume
    )

    /// Makes the provider.
    public init() {}
}
