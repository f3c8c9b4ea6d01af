// SPDX-License-Identifier: MIT

/// Deepgram's voice agent (https://developers.deepgram.com): a WebSocket.
public struct DeepgramProvider: OpenAIFormProvider {
    /// What is known about Deepgram.
    public let facts = ProviderFacts(
        kind: "deepgram",
        title: "Deepgram",
        baseURL: "https://agent.deepgram.com",
        keyVariable: "DEEPGRAM_API_KEY",
        authentications: [.token, .bearer],
        webSocket: WebSocketFacts(path: "/v1/agent/converse", credentialSubprotocol: "token,"),
        eventVocabulary: .deepgram
    )

    /// Makes the provider.
    public init() {}
}
