// SPDX-License-Identifier: MIT

/// Gemini Live on Vertex AI: a WebSocket at `https://{location}-aiplatform.googleapis.com`.
public struct VertexProvider: OpenAIFormProvider {
    /// What is known about Vertex AI.
    public let facts = ProviderFacts(
        kind: "vertex",
        title: "Vertex AI",
        apiRoot: "",
        webSocket: WebSocketFacts(path: "/ws/google.cloud.aiplatform.v1.LlmBidiService/BidiGenerateContent"),
        eventVocabulary: .gemini
    )

    /// Makes the provider.
    public init() {}
}
