// SPDX-License-Identifier: MIT

/// Soniox' real-time transcription (https://soniox.com/docs): a WebSocket.
public struct SonioxProvider: OpenAIFormProvider {
    /// What is known about Soniox.
    public let facts = ProviderFacts(
        kind: "soniox",
        title: "Soniox",
        baseURL: "https://stt-rt.soniox.com",
        apiRoot: "",
        keyVariable: "SONIOX_API_KEY",
        webSocket: WebSocketFacts(path: "/transcribe-websocket"),
        eventVocabulary: .soniox
    )

    /// Makes the provider.
    public init() {}
}
