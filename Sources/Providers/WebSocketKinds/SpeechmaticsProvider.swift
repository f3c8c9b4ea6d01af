// SPDX-License-Identifier: MIT

/// Speechmatics' real-time transcription (https://docs.speechmatics.com): a WebSocket.
public struct SpeechmaticsProvider: OpenAIFormProvider {
    /// What is known about Speechmatics.
    public let facts = ProviderFacts(
        kind: "speechmatics",
        title: "Speechmatics",
        baseURL: "https://eu2.rt.speechmatics.com",
        apiRoot: "/v2",
        keyVariable: "SPEECHMATICS_API_KEY",
        webSocket: WebSocketFacts(path: "/v2"),
        eventVocabulary: .speechmatics
    )

    /// Makes the provider.
    public init() {}
}
