// SPDX-License-Identifier: MIT

/// vLLM's realtime endpoint (https://docs.vllm.ai): a WebSocket with OpenAI's event names.
public struct VLLMProvider: OpenAIFormProvider {
    /// What is known about vLLM.
    public let facts = ProviderFacts(
        kind: "vllm",
        title: "vLLM",
        requiresKey: false,
        webSocket: WebSocketFacts(path: "/v1/realtime"),
        allowsPrivateNetworkByDefault: true
    )

    /// Makes the provider.
    public init() {}
}
