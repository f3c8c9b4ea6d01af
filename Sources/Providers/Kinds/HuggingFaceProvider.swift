// SPDX-License-Identifier: MIT

/// Hugging Face's speech-to-speech server: offers alone, and `DELETE` on the call's path to end it.
///
/// Source: huggingface/speech-to-speech, `websocket_router.py`.
public struct HuggingFaceProvider: RawOfferProvider {
    /// What is known about speech-to-speech.
    public let facts = ProviderFacts(
        kind: "huggingface",
        title: "Hugging Face speech-to-speech",
        requiresKey: false,
        requiresModel: false,
        endpoints: [
            ProviderEndpoint(.call, "/v1/realtime/calls", [.raw]),
            ProviderEndpoint(.hangUpCall, "/v1/realtime/calls/{id}", method: .delete),
        ],
        // Its clients choose the label.
        dataChannelLabel: "oai-events",
        webSocket: WebSocketFacts(path: "/v1/realtime"),
        allowsPrivateNetworkByDefault: true,
        errorShapes: [.detail, .plainText]
    )

    let namesModelInQuery = false

    /// Makes the provider.
    public init() {}
}
