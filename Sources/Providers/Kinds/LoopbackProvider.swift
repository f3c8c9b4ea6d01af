// SPDX-License-Identifier: MIT

internal import JSONText

/// The provider inside of the relay: no model, but a real WebRTC peer that says back what it is told.
public struct LoopbackProvider: OwnOfferProvider {
    /// The kind, and the name under which it is always there.
    public static let kind = "loopback"

    /// How long a client secret may live, in seconds: as long as OpenAI's.
    public static let clientSecretSeconds = 10...7200

    /// What is known about the loopback.
    public let facts = ProviderFacts(
        kind: kind,
        title: "built-in echo",
        // Nothing is sent there: requests stay inside of the process.
        baseURL: "http://loopback.invalid",
        requiresKey: false,
        requiresModel: false,
        takesCallerTokens: true,
        checksTokensWithoutKey: true,
        endpoints: [ProviderEndpoint(.call, "/v1/realtime/calls", [.json])] + OpenAIEndpoints.secrets()
            + OpenAIEndpoints.callControl([.hangUpCall]),
        dataChannelLabel: "oai-events",
        limits: ProviderLimits(clientSecretSeconds: clientSecretSeconds)
    )

    /// Makes the provider.
    public init() {}

    /// `{"sdp", "session"}`.
    func offerRequest(
        _ offer: ArraySlice<UInt8>,
        _ session: RealtimeSession?,
        _ writer: RequestWriter
    ) throws(ProviderRequestError) -> UpstreamRequest {
        var body = JSONOffer.writer(for: offer)
        if let session {
            let text = try OpenAIForm.currentText(of: session, for: writer.exchange, to: writer.provider)
            body.write("session", raw: text)
        }
        return writer.json(body.finish())
    }

    func offerReply(from response: UpstreamResponse) -> ProviderReply {
        JSONOffer.answer(from: response.body, idMember: "id")
    }
}
