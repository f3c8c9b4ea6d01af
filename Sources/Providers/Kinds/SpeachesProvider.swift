// SPDX-License-Identifier: MIT

/// speaches (https://speaches.ai): offers alone, at the path of OpenAI's beta, answered with 200 and `text/plain`.
///
/// Source: speaches, `routers/realtime_rtc.py`.
public struct SpeachesProvider: RawOfferProvider {
    /// What is known about speaches.
    public let facts = ProviderFacts(
        kind: "speaches",
        title: "speaches",
        requiresKey: false,
        endpoints: [ProviderEndpoint(.call, "/v1/realtime", [.raw])],
        // Its clients choose the label.
        dataChannelLabel: "oai-events",
        webSocket: WebSocketFacts(path: "/v1/realtime", subprotocol: "realtime"),
        allowsPrivateNetworkByDefault: true,
        errorShapes: [.detail]
    )

    let namesModelInQuery = true

    /// Makes the provider.
    public init() {}
}
