// SPDX-License-Identifier: MIT

public import Providers
public import SDP

/// The use case: an offer in, an answer or an error out.
///
/// There is one for each event loop, confined to it.
public final class SignalingService {
    /// The configured providers.
    public let directory: ProviderDirectory
    let calls: CallIDs
    let boundary: MultipartBoundary
    let limits: SDPLimits
    let now: () -> Duration
    /// Where media ends that is not the provider's; nil if it never does.
    let bridge: (any MediaBridge)?
    private let transport: any UpstreamTransport
    private let exchangeLimits: any ExchangeLimits
    var keys: KeyRing

    /// Makes a service.
    ///
    /// - Parameters:
    ///   - directory: The configured providers.
    ///   - transport: Sends requests upstream.
    ///   - calls: Hands out the ids of calls.
    ///   - exchangeLimits: How many exchanges may be in flight.
    ///   - bridge: Terminates the media of calls; nil if none are to.
    ///   - boundary: For the forms that go upstream.
    ///   - limits: What an offer may be.
    ///   - predecessor: The service that this one follows; what that one knows of keys that fail is taken over.
    ///   - now: Tells the time since any fixed start.
    public init(
        directory: ProviderDirectory,
        transport: any UpstreamTransport,
        calls: CallIDs,
        exchangeLimits: any ExchangeLimits,
        bridge: (any MediaBridge)? = nil,
        boundary: MultipartBoundary,
        limits: SDPLimits,
        following predecessor: SignalingService? = nil,
        now: @escaping () -> Duration
    ) {
        self.directory = directory
        self.transport = transport
        self.calls = calls
        self.exchangeLimits = exchangeLimits
        self.bridge = bridge
        self.boundary = boundary
        self.limits = limits
        self.now = now
        keys = KeyRing(directory.providers, keeping: predecessor?.keys)
    }

    /// Exchanges an offer for an answer.
    public func exchange(
        _ request: OfferRequest,
        record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
        switch try prepare(request, &record) {
        case .direct(let pending): return try await run(pending, &record)
        case .bridged(let bridged): return try await exchange(bridged, request, &record)
        }
    }

    /// Mints a client secret, or creates a beta session.
    public func create(
        _ request: SecretRequest,
        record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
        try await run(try prepare(request, &record), &record)
    }

    /// Does something with a call that exists already.
    public func control(
        _ request: ControlRequest,
        record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
        if bridge != nil, let reply = try await hangUpBridged(request, &record) { return reply }
        return try await run(try prepare(request, &record), &record)
    }

    /// Sends requests until there is a reply.
    ///
    /// All that can be done before and after the waits is in functions of its own: what they need meanwhile would stay
    /// in this one's frame while thousands of exchanges wait.
    func run(
        _ pending: PendingExchange,
        _ record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
        guard let place = exchangeLimits.enter(pending.provider.name) else { throw .overloaded }
        defer { exchangeLimits.leave(place) }
        while true {
            let delivery = try await send(pending, &record)
            if let reply = try conclude(delivery, pending, &record) { return reply }
        }
    }

    private func send(
        _ pending: PendingExchange,
        _ record: inout ExchangeRecord
    ) async throws(RelayError) -> UpstreamDelivery {
        guard let request = pending.request.take() else { preconditionFailure("an exchange without a request") }
        record.upstreamRequests += 1
        do {
            return try await transport.carrier(for: pending.provider).send(request, to: pending.provider)
        } catch {
            throw RelayError(
                transport: error,
                provider: pending.provider.name,
                isRepeatable: pending.isRepeatable
            )
        }
    }
}
