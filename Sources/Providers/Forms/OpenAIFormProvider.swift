// SPDX-License-Identifier: MIT

/// A provider that speaks OpenAI's form: its file holds facts only.
protocol OpenAIFormProvider: Provider {}

extension OpenAIFormProvider {
    /// Builds a request in OpenAI's form.
    public func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest {
        try OpenAIForm.request(for: exchange, to: provider)
    }

    /// Reads a response in OpenAI's form.
    public func reply(
        from response: UpstreamResponse,
        to step: ExchangeStep,
        of provider: ConfiguredProvider
    ) -> ProviderReply {
        OpenAIForm.reply(from: response, to: step, of: provider)
    }

    /// A caller's own token has its session already where offers go up alone.
    public func carriesSession(of exchange: ProviderExchange, to provider: ConfiguredProvider) -> Bool {
        !exchange.credential.isCallers
            || provider.handshake != .twoStep && exchange.operation != .translationCall
    }
}
