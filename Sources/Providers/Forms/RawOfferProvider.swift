// SPDX-License-Identifier: MIT

/// A provider that takes offers alone, without a session.
protocol RawOfferProvider: OwnOfferProvider {
    /// Whether the model goes into the query.
    var namesModelInQuery: Bool { get }
}

extension RawOfferProvider {
    func offerRequest(
        _ offer: ArraySlice<UInt8>,
        _ session: RealtimeSession?,
        _ writer: RequestWriter
    ) throws(ProviderRequestError) -> UpstreamRequest {
        writer.raw(offer, model: namesModelInQuery ? writer.exchange.model : nil)
    }

    /// Only the model of a session travels, if that.
    public func carriesSession(of exchange: ProviderExchange, to provider: ConfiguredProvider) -> Bool { false }
}
