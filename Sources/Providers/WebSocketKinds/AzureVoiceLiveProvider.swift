// SPDX-License-Identifier: MIT

/// Azure Voice Live: WebRTC, but its offers and answers travel over a WebSocket (`rtc.call.sdp.create`).
public struct AzureVoiceLiveProvider: OpenAIFormProvider {
    /// What is known about Voice Live.
    public let facts = ProviderFacts(
        kind: "azure-voice-live",
        title: "Azure Voice Live",
        apiRoot: "",
        authentications: [.apiKey, .bearer],
        dataChannelLabel: "voice-live-events",
        webSocket: WebSocketFacts(path: "/voice-live/realtime"),
        eventVocabulary: .azureVoiceLive
    )

    /// Makes the provider.
    public init() {}
}
