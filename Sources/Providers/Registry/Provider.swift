// SPDX-License-Identifier: MIT

/// One kind of provider: facts and two pure functions.
public protocol Provider: Sendable {
    /// What the registry says about this kind.
    var facts: ProviderFacts { get }

    /// Builds the upstream request of a step of an exchange.
    ///
    /// - Throws: ``ProviderRequestError`` if the exchange cannot be put in the provider's form.
    func request(
        for exchange: ProviderExchange,
        to provider: ConfiguredProvider
    ) throws(ProviderRequestError) -> UpstreamRequest

    /// Reads the upstream's response to such a request.
    func reply(
        from response: UpstreamResponse,
        to step: ExchangeStep,
        of provider: ConfiguredProvider
    ) -> ProviderReply

    /// Whether the request for an exchange carries all of the caller's session, not just the model.
    func carriesSession(of exchange: ProviderExchange, to provider: ConfiguredProvider) -> Bool
}

extension Provider {
    /// Most providers take a session along with the offer.
    public func carriesSession(of exchange: ProviderExchange, to provider: ConfiguredProvider) -> Bool { true }

    /// The endpoint of an operation.
    ///
    /// - Throws: ``ProviderRequestError`` if the provider has none.
    func endpoint(for operation: Operation) throws(ProviderRequestError) -> ProviderEndpoint {
        if let endpoint = facts.endpoint(for: operation) { return endpoint }
        throw facts.supportsWebRTC || !operation.takesOffer ? .unsupportedOperation(operation) : .webRTCUnsupported
    }
}

/// What a response is read as.
public struct ExchangeStep: Hashable, Sendable {
    /// What was asked for.
    public let operation: Operation
    /// Whether the response is that to minting a client secret for the offer that follows.
    public let isMinting: Bool

    /// Names a step.
    public init(_ operation: Operation, isMinting: Bool = false) {
        self.operation = operation
        self.isMinting = isMinting
    }
}

/// What a provider said.
public enum ProviderReply: Hashable, Sendable {
    /// An SDP answer, byte for byte, and the provider's id of the call if it gave one.
    case answer(sdp: [UInt8], callID: String?)
    /// The JSON text of a Live session, the SDP answer in it, and its id.
    case liveSession([UInt8], sdp: [UInt8], id: String)
    /// A JSON text for the caller.
    case json([UInt8])
    /// A client secret, with which the offer goes up next.
    case minted(String)
    /// Done; there is nothing to say.
    case done
    /// A success that is none: it lacks what it should bring.
    case unusable(String)
    /// A failure, as far as the provider explained it.
    case failure(UpstreamErrorReport)
}

/// Why a request cannot be built; always the caller's to mend.
public enum ProviderRequestError: Error, Hashable, Sendable {
    /// The provider has no endpoint for this operation.
    case unsupportedOperation(Operation)
    /// The provider exchanges no SDP over HTTP at all.
    case webRTCUnsupported
    /// The session is no session object.
    case invalidSession(SessionError)
}
