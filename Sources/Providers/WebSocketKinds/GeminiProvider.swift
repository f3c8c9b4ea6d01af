// SPDX-License-Identifier: MIT

/// Google's Gemini Live API (https://ai.google.dev/api/live): a WebSocket.
public struct GeminiProvider: OpenAIFormProvider {
    /// What is known about Gemini Live.
    public let facts = ProviderFacts(
        kind: "gemini",
        title: "Gemini Live",
        baseURL: "https://generativelanguage.googleapis.com",
        apiRoot: "",
        keyVariable: "GEMINI_API_KEY",
        authentications: [.googleKey, .query],
        webSocket: WebSocketFacts(
            path: "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
        ),
        eventVocabulary: .gemini
    )

    /// Makes the provider.
    public init() {}
}
