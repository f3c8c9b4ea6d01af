// SPDX-License-Identifier: MIT

internal import JSONText

/// LocalAI (https://localai.io): `{"sdp", "model"}` in, `{"sdp", "session_id"}` out, errors as `{"error": "text"}`.
///
/// Source: mudler/LocalAI, `core/http/endpoints/openai/realtime_webrtc.go`.
public struct LocalAIProvider: OwnOfferProvider {
    /// What is known about LocalAI.
    public let facts = ProviderFacts(
        kind: "localai",
        title: "LocalAI",
        requiresKey: false,
        endpoints: [ProviderEndpoint(.call, "/v1/realtime/calls", [.json])],
        dataChannelLabel: "oai-events",
        webSocket: WebSocketFacts(path: "/v1/realtime", subprotocol: "realtime"),
        allowsPrivateNetworkByDefault: true
    )

    /// Makes the provider.
    public init() {}

    func offerRequest(
        _ offer: ArraySlice<UInt8>,
        _ session: RealtimeSession?,
        _ writer: RequestWriter
    ) throws(ProviderRequestError) -> UpstreamRequest {
        var body = JSONOffer.writer(for: offer)
        body.writeIfPresent("model", writer.exchange.model)
        return writer.json(body.finish(), query: writer.query(model: nil))
    }

    func offerReply(from response: UpstreamResponse) -> ProviderReply {
        JSONOffer.answer(from: response.body, idMember: "session_id")
    }

    /// Only the model of a session travels.
    public func carriesSession(of exchange: ProviderExchange, to provider: ConfiguredProvider) -> Bool { false }
}
