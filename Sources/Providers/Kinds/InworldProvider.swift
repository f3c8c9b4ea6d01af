// SPDX-License-Identifier: MIT

internal import JSONText

/// Inworld's realtime API (https://docs.inworld.ai, `realtime-webrtc.md` and `call-control.md`).
public struct InworldProvider: OpenAIFormProvider {
    /// What is known about Inworld.
    public let facts = ProviderFacts(
        kind: "inworld",
        title: "Inworld",
        baseURL: "https://api.inworld.ai",
        keyVariable: "INWORLD_API_KEY",
        requiresModel: false,
        authentications: [.basic, .bearer],
        endpoints: [ProviderEndpoint(.call, "/v1/realtime/calls", [.json, .raw])]
            + OpenAIEndpoints.callControl([.hangUpCall]),
        dataChannelLabel: "oai-events",
        webSocket: WebSocketFacts(path: "/v1/realtime"),
        errorShapes: [.flat]
    )

    /// Makes the provider.
    public init() {}

    /// Builds a request: `{"sdp", "session"}`, or the offer alone where there is no session and `raw` is asked for.
    public func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest {
        guard case .offer(let offer, let session) = exchange.payload, exchange.operation.current == .call else {
            return try OpenAIForm.request(for: exchange, to: provider)
        }
        let writer = RequestWriter(exchange: exchange, provider: provider, endpoint: try endpoint(for: .call))
        let text =
            try session.map { session throws(ProviderRequestError) in
                try OpenAIForm.currentText(of: session, for: exchange, to: provider)
            } ?? exchange.model.map { RealtimeSession.minimal(model: $0) }
        if session == nil, provider.handshake == .raw { return writer.raw(offer, model: exchange.model) }
        var body = JSONOffer.writer(for: offer)
        if let text { body.write("session", raw: text) }
        return writer.json(body.finish(), query: writer.query(model: nil))
    }

    /// Reads a response: `{"id", "sdp"}` to JSON, SDP to an offer alone.
    public func reply(
        from response: UpstreamResponse,
        to step: ExchangeStep,
        of provider: ConfiguredProvider
    ) -> ProviderReply {
        guard (200..<300).contains(response.status), step.operation.current == .call,
            response.body.first == UInt8(ascii: "{")
        else { return OpenAIForm.reply(from: response, to: step, of: provider) }
        return JSONOffer.answer(from: response.body, idMember: "id")
    }
}
