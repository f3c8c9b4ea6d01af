// SPDX-License-Identifier: MIT

/// ElevenLabs' conversational agents (https://elevenlabs.io/docs): a WebSocket, or LiveKit's own signaling.
public struct ElevenLabsProvider: OpenAIFormProvider {
    /// What is known about ElevenLabs.
    public let facts = ProviderFacts(
        kind: "elevenlabs",
        title: "ElevenLabs",
        baseURL: "https://api.elevenlabs.io",
        keyVariable: "ELEVENLABS_API_KEY",
        authentications: [.elevenLabsKey],
        webSocket: WebSocketFacts(path: "/v1/convai/conversation"),
        eventVocabulary: .elevenLabs
    )

    /// Makes the provider.
    public init() {}
}
