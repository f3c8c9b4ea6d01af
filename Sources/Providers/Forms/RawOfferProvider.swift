// SPDX-License-Identifier: MIT

/// A provider that takes offers alone, without a session; the rest is in OpenAI's form.
protocol RawOfferProvider: OpenAIFormProvider {
    /// Whether the model goes into the query.
    var namesModelInQuery: Bool { get }
}

extension RawOfferProvider {
    /// Builds a request: the offer alone, or what OpenAI's form says of everything else.
    public func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest {
        guard case .offer(let offer, _) = exchange.payload, exchange.operation.current == .call else {
            return try OpenAIForm.request(for: exchange, to: provider)
        }
        let writer = RequestWriter(exchange: exchange, provider: provider, endpoint: try endpoint(for: .call))
        return writer.raw(offer, model: namesModelInQuery ? exchange.model : nil)
    }

    /// Only the model of a session travels, if that.
    public func carriesSession(of exchange: ProviderExchange, to provider: ConfiguredProvider) -> Bool { false }
}
