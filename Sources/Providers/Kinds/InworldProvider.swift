// SPDX-License-Identifier: MIT

internal import JSONText

/// Inworld's realtime API (https://docs.inworld.ai, `realtime-webrtc.md` and `call-control.md`).
public struct InworldProvider: OwnOfferProvider {
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

    /// `{"sdp", "session"}`, or the offer alone where there is no session and `raw` is asked for.
    func offerRequest(
        _ offer: ArraySlice<UInt8>,
        _ session: RealtimeSession?,
        _ writer: RequestWriter
    ) throws(ProviderRequestError) -> UpstreamRequest {
        let model = writer.exchange.model
        if session == nil, writer.provider.handshake == .raw { return writer.raw(offer, model: model) }
        let text =
            try session.map { session throws(ProviderRequestError) in
                try OpenAIForm.currentText(of: session, for: writer.exchange, to: writer.provider)
            } ?? model.map { RealtimeSession.minimal(model: $0) }
        var body = JSONOffer.writer(for: offer)
        if let text { body.write("session", raw: text) }
        return writer.json(body.finish(), query: writer.query(model: nil))
    }

    /// `{"id", "sdp"}` to JSON, SDP to an offer alone.
    func offerReply(from response: UpstreamResponse) -> ProviderReply {
        response.body.first == UInt8(ascii: "{")
            ? JSONOffer.answer(from: response.body, idMember: "id") : OpenAIForm.answer(in: response)
    }
}
