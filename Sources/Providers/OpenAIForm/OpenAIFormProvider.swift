// SPDX-License-Identifier: MIT

/// A provider that speaks OpenAI's form: its file holds facts only.
protocol OpenAIFormProvider: Provider {}

extension OpenAIFormProvider {
    /// Builds a request in OpenAI's form.
    public func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest {
        try OpenAIForm.request(for: exchange, to: provider, facts: facts)
    }

    /// Reads a response in OpenAI's form.
    public func reply(
        from response: UpstreamResponse,
        to operation: Operation,
        legacyMode: LegacyMode
    ) -> ProviderReply {
        OpenAIForm.reply(from: response, to: operation, legacyMode: legacyMode)
    }
}
