// SPDX-License-Identifier: MIT

internal import Providers

/// What the reply to a request is judged by, and what the next request is made of, kept while it is awaited.
final class PendingExchange {
    let provider: ConfiguredProvider
    let caller: Caller
    /// How many media sections the answer must have; nil where JSON or nothing is expected.
    let offeredMediaSections: Int?
    /// The call that is controlled, if it is one that the relay has made.
    let controlsKnownCall: Bool
    /// The request that is to be sent; taken when it is.
    var request: UpstreamRequest?
    /// Which step the request is.
    var step: ExchangeStep
    /// Whose refusal a 401 is.
    var credential: UpstreamCredential
    /// The relay's key that is used, by its index.
    var keyIndex: Int?
    /// The keys that have been used for this exchange, a bit for each.
    var triedKeys: UInt64 = 0
    /// What was asked for; kept only where there may be another request.
    var exchange: ProviderExchange?

    init(
        _ exchange: ProviderExchange,
        first request: UpstreamRequest,
        provider: ConfiguredProvider,
        caller: Caller,
        keyIndex: Int?,
        offeredMediaSections: Int? = nil,
        controlsKnownCall: Bool = false
    ) {
        self.provider = provider
        self.caller = caller
        self.offeredMediaSections = offeredMediaSections
        self.controlsKnownCall = controlsKnownCall
        self.keyIndex = keyIndex
        self.request = request
        credential = exchange.credential
        step = exchange.step(to: provider)
        if let keyIndex { triedKeys = 1 << UInt64(keyIndex) }
        let mayTryAnotherKey = keyIndex != nil && provider.keys.count > 1 && !controlsKnownCall
        self.exchange = step.isMinting || mayTryAnotherKey ? exchange : nil
    }

    /// The relay's key that is used; nil for the caller's own token, or none.
    var key: ProviderKey? { keyIndex.map { provider.keys[$0] } }

    /// Whether sending the request twice does no harm: it makes no session.
    var isRepeatable: Bool { step.isMinting || step.operation.isHangUp }
}
