// SPDX-License-Identifier: MIT

/// One kind of provider: facts and two pure functions.
public protocol Provider: Sendable {
    /// What the registry says about this kind.
    var facts: ProviderFacts { get }

    /// Builds the upstream request of an exchange.
    ///
    /// - Throws: ``ProviderRequestError`` if the exchange cannot be put in the provider's form.
    func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest

    /// Reads the upstream's response to such a request.
    func reply(from response: UpstreamResponse, to operation: Operation, legacyMode: LegacyMode) -> ProviderReply
}

/// What a provider said.
public enum ProviderReply: Hashable, Sendable {
    /// An SDP answer, byte for byte, and the provider's id of the call if it gave one.
    case answer(sdp: [UInt8], callID: String?)
    /// A JSON text for the caller.
    case json([UInt8])
    /// A failure, as far as the provider explained it.
    case failure(UpstreamErrorReport)
}

/// Why a request cannot be built; always the caller's to mend.
public enum ProviderRequestError: Error, Hashable, Sendable {
    /// The provider has no endpoint for this operation.
    case unsupportedOperation(Operation)
    /// The session is no session object.
    case invalidSession(SessionError)
}
