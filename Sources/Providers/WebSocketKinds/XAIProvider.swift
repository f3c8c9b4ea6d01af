// SPDX-License-Identifier: MIT

/// xAI's Grok voice API (https://docs.x.ai): a WebSocket, client secrets, and control of SIP calls.
///
/// Whether it takes offers over HTTP is contested; where it does, it is behind a gate for each team.
public struct XAIProvider: OpenAIFormProvider {
    /// What is known about xAI.
    public let facts = ProviderFacts(
        kind: "xai",
        title: "xAI",
        baseURL: "https://api.x.ai",
        keyVariable: "XAI_API_KEY",
        endpoints: OpenAIEndpoints.secrets() + OpenAIEndpoints.callControl([.hangUpCall, .referCall]),
        webSocket: WebSocketFacts(path: "/v1/realtime", credentialSubprotocol: "xai-client-secret.")
    )

    /// Makes the provider.
    public init() {}
}
