// SPDX-License-Identifier: MIT

/// Azure OpenAI's realtime API (https://learn.microsoft.com/azure/ai-foundry/openai/how-to/realtime-audio-webrtc).
///
/// Its calls endpoint refuses long-lived credentials ("This operation requires ephemeral tokens for authentication"), so
/// that a client secret is minted first. Microsoft's REST reference documents a form in one step as well, which the
/// configuration can ask for. The models are the names of deployments.
public struct AzureProvider: OpenAIFormProvider {
    private static let root = "/openai/v1"

    /// What is known about Azure OpenAI.
    public let facts = ProviderFacts(
        kind: "azure",
        title: "Azure OpenAI",
        apiRoot: root,
        keyVariable: "AZURE_OPENAI_API_KEY",
        authentications: [.apiKey, .bearer],
        takesCallerTokens: true,
        endpoints: [ProviderEndpoint(.call, root + "/realtime/calls", [.twoStep, .multipart])]
            + OpenAIEndpoints.secrets(under: root) + OpenAIEndpoints.callControl(under: root),
        dataChannelLabel: "oai-events",
        webSocket: WebSocketFacts(path: root + "/realtime", subprotocol: "realtime"),
        passedQueryParameters: ["webrtcfilter"]
    )

    /// Makes the provider.
    public init() {}
}
