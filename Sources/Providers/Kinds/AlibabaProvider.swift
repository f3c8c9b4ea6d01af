// SPDX-License-Identifier: MIT

/// Alibaba Cloud Model Studio's Qwen-Omni realtime models: offers alone, with the model in the query.
///
/// The base URL is that of a workspace, `https://{WorkspaceId}.{region}.maas.aliyuncs.com`.
public struct AlibabaProvider: RawOfferProvider {
    /// What is known about Model Studio.
    public let facts = ProviderFacts(
        kind: "alibaba",
        title: "Alibaba Model Studio",
        apiRoot: "/api/v1",
        keyVariable: "DASHSCOPE_API_KEY",
        endpoints: [ProviderEndpoint(.call, "/api/v1/webrtc/realtime", [.raw])],
        webSocket: WebSocketFacts(path: "/api-ws/v1/realtime"),
        errorShapes: [.flat]
    )

    let namesModelInQuery = true

    /// Makes the provider.
    public init() {}
}
