// SPDX-License-Identifier: MIT

internal import JSONText

/// LocalAI (https://localai.io): `{"sdp", "model"}` in, `{"sdp", "session_id"}` out, errors as `{"error": "text"}`.
///
/// Source: mudler/LocalAI, `core/http/endpoints/openai/realtime_webrtc.go`.
public struct LocalAIProvider: OpenAIFormProvider {
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

    /// Builds a request.
    public func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest {
        guard case .offer(let offer, _) = exchange.payload, exchange.operation.current == .call else {
            return try OpenAIForm.request(for: exchange, to: provider)
        }
        let writer = RequestWriter(exchange: exchange, provider: provider, endpoint: try endpoint(for: .call))
        var body = JSONOffer.writer(for: offer)
        body.writeIfPresent("model", exchange.model)
        return writer.json(body.finish(), query: writer.query(model: nil))
    }

    /// Reads a response.
    public func reply(
        from response: UpstreamResponse,
        to step: ExchangeStep,
        of provider: ConfiguredProvider
    ) -> ProviderReply {
        guard (200..<300).contains(response.status), step.operation.current == .call else {
            return OpenAIForm.reply(from: response, to: step, of: provider)
        }
        return JSONOffer.answer(from: response.body, idMember: "session_id")
    }

    /// Only the model of a session travels.
    public func carriesSession(of exchange: ProviderExchange, to provider: ConfiguredProvider) -> Bool { false }
}
