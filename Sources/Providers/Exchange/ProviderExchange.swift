// SPDX-License-Identifier: MIT

/// One thing to ask of a provider, in no provider's form.
public struct ProviderExchange: Sendable {
    /// What the caller sent.
    public enum Payload: Sendable {
        /// An SDP offer, byte for byte, and its session if the caller sent one.
        case offer(ArraySlice<UInt8>, session: RealtimeSession?)
        /// The JSON object of a Live session, with its offer.
        case live(LiveSessionBody)
        /// A request for a client secret.
        case clientSecret(ClientSecretBody)
        /// A beta session, or beta transcription session.
        case session(RealtimeSession)
        /// What to do with a call.
        case control(callID: String, ControlBody)
    }

    /// What is asked for.
    public var operation: Operation
    /// What the caller sent.
    public var payload: Payload
    /// The provider's own name of the model, without a provider prefix; nil if the credential decides.
    public var model: String?
    /// Query parameters to hand on, as they came (`dcid=4`); nil for none.
    public var query: String?
    /// Who is asking.
    public var credential: UpstreamCredential
    /// Field lines of the caller that may travel (`Name: value`), in order.
    public var fields: [String]
    /// The boundary for multipart bodies.
    public var boundary: MultipartBoundary

    /// Gathers what an exchange needs.
    public init(
        operation: Operation,
        payload: Payload,
        model: String?,
        query: String? = nil,
        credential: UpstreamCredential,
        fields: [String] = [],
        boundary: MultipartBoundary
    ) {
        self.operation = operation
        self.payload = payload
        self.model = model
        self.query = query
        self.credential = credential
        self.fields = fields
        self.boundary = boundary
    }

    /// The step that this exchange is at: providers that take offers only with an ephemeral token have one minted with
    /// the relay's key first.
    public func step(to provider: ConfiguredProvider) -> ExchangeStep {
        switch credential {
        case .callerToken, .mintedToken: return ExchangeStep(operation)
        case .relayKey, .none:
            let needsToken = operation == .translationCall || provider.handshake == .twoStep
            return ExchangeStep(operation, isMinting: needsToken && operation.takesOffer && operation != .liveSession)
        }
    }
}
