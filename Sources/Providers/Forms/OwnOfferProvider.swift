// SPDX-License-Identifier: MIT

/// A provider that takes offers in a form of its own; the rest is in OpenAI's form.
protocol OwnOfferProvider: OpenAIFormProvider {
    /// Builds the request for an offer.
    func offerRequest(
        _ offer: ArraySlice<UInt8>,
        _ session: RealtimeSession?,
        _ writer: RequestWriter
    ) throws(ProviderRequestError) -> UpstreamRequest

    /// Reads the response to an offer that was taken.
    func offerReply(from response: UpstreamResponse) -> ProviderReply
}

extension OwnOfferProvider {
    /// Builds a request: the provider's own for an offer, whichever route it came by.
    public func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest {
        guard case .offer(let offer, let session) = exchange.payload, exchange.operation.current == .call else {
            return try OpenAIForm.request(for: exchange, to: provider)
        }
        let writer = RequestWriter(exchange: exchange, provider: provider, endpoint: try endpoint(for: .call))
        return try offerRequest(offer, session, writer)
    }

    /// Reads a response: the provider's own to an offer that was taken.
    public func reply(
        from response: UpstreamResponse,
        to step: ExchangeStep,
        of provider: ConfiguredProvider
    ) -> ProviderReply {
        guard (200..<300).contains(response.status), step.operation.current == .call else {
            return OpenAIForm.reply(from: response, to: step, of: provider)
        }
        return offerReply(from: response)
    }

    /// An answer as OpenAI gives it.
    func offerReply(from response: UpstreamResponse) -> ProviderReply { OpenAIForm.answer(in: response) }
}
