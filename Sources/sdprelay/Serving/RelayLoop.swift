// SPDX-License-Identifier: MIT

internal import Cryptography
internal import EventLoop
internal import Gateway
internal import HTTPServer
internal import Providers
internal import SDP
internal import Signaling
internal import UpstreamHTTP

/// Everything of one event loop: server, gateway, signaling, upstream client.
///
/// Made and used on its thread.
final class RelayLoop {
    /// Shorter than servers and proxies usually keep idle connections.
    private static let warmUpInterval = Duration.seconds(40)

    private let loop: EventLoop
    private let client: UpstreamHTTPClient
    private let server: HTTPServer
    private let gateway: Gateway
    private let state: RelayState
    private let boundary: MultipartBoundary
    private let media: MediaPort
    private let loopback: LoopbackEndpointSlot
    private let bridge: BridgeSlot
    private var signaling: SignalingService

    /// Makes a loop's parts.
    ///
    /// - Throws: ``SetUpFailure`` if OpenSSL does not do what is needed of it.
    init(
        loop: EventLoop,
        listener: ListeningSocket,
        configuration: RelayConfiguration,
        places: ExchangePlaces,
        state: RelayState,
        log: any RequestLog
    ) throws(SetUpFailure) {
        guard let hasher = SHA256Hasher() else { throw SetUpFailure(what: "OpenSSL", why: "it has no SHA-256") }
        self.loop = loop
        self.state = state
        client = UpstreamHTTPClient(loop: loop)
        var random = SystemRandomNumberGenerator()
        boundary = MultipartBoundary(using: &random)
        let counts = MediaCounts(loop: loop, totals: state.metrics.media(of: loop.index))
        media = MediaPort(loop: loop, state: state, addresses: configuration.media, counts: counts)
        loopback = LoopbackEndpointSlot(loop: loop, media: media, calls: state.loopbackCalls, counts: counts)
        bridge = BridgeSlot(
            loop: loop,
            media: media,
            addresses: configuration.media,
            state: state,
            counts: counts
        )
        state.bridgeSlots.add(bridge, on: loop)
        signaling = try Self.signaling(configuration, loop, client, loopback, places, state, boundary, following: nil)
        gateway = Gateway(
            configuration: Self.gatewayConfiguration(configuration, signaling, state, places),
            signaling: signaling,
            hasher: hasher,
            loop: loop,
            log: state.metrics.log(of: loop.index, before: log),
            now: Clock.now,
            unixTime: Clock.unixTime,
            seed: random.next()
        )
        server = HTTPServer(
            loop: loop,
            listener: listener,
            limits: configuration.limits.http,
            connectionCount: state.connectionCount,
            handler: gateway
        )
        keepWarm(configuration)
        bridge.hangUpUpstream = { [unowned self] callID in hangUpUpstream(callID) }
    }

    func start() throws(EventLoopError) {
        try server.start()
    }

    /// Serves by another configuration from the next request on; what is in flight ends by the old one.
    func reload(_ configuration: RelayConfiguration, places: ExchangePlaces) {
        // It was made once already, so it can be made again; without memory the old one stays.
        guard
            let next = try? Self.signaling(
                configuration,
                loop,
                client,
                loopback,
                places,
                state,
                boundary,
                following: signaling
            )
        else { return }
        signaling = next
        gateway.reload(Self.gatewayConfiguration(configuration, next, state, places), signaling: next)
        client.stopKeepingWarm()
        keepWarm(configuration)
    }

    /// Ends the calls whose media is here, and finishes what is in flight; then `onDrained` is called.
    func drain(onDrained: @escaping @Sendable () -> Void) {
        bridge.drain { [unowned self] in
            server.onDrained = onDrained
            server.drain()
        }
    }

    /// Stops the loop; `drain` must have been called before.
    func finish() {
        client.shutDown()
        loopback.close()
        media.close()
        loop.stop()
    }

    /// Tells a provider that a call is over which never got its connection.
    private func hangUpUpstream(_ callID: String) {
        let signaling = LoopBound(signaling, to: loop)
        let request = ControlRequest(
            caller: Caller(identity: .anyone, isTrusted: true, isOpen: true),
            selection: .byModel,
            operation: .hangUpCall,
            callID: callID
        )
        Task.immediate(executorPreference: loop) {
            var record = ExchangeRecord()
            // Whether it works or not, there is nobody to be told.
            _ = try? await signaling.value.control(request, record: &record)
        }
    }

    /// Ends what is still in flight; `drain` must have been called before.
    func cutShort() {
        // First, so that those who wait are told why.
        client.shutDown()
        server.closeAll()
    }

    // MARK: Parts

    private static func signaling(
        _ configuration: RelayConfiguration,
        _ loop: EventLoop,
        _ client: UpstreamHTTPClient,
        _ loopback: LoopbackEndpointSlot,
        _ places: ExchangePlaces,
        _ state: RelayState,
        _ boundary: MultipartBoundary,
        following predecessor: SignalingService?
    ) throws(SetUpFailure) -> SignalingService {
        let tokens = LoopbackTokens(
            sealers: try sealers(configuration, state, for: .loopbackTokens),
            unixTime: Clock.unixTime
        )
        return SignalingService(
            directory: ProviderDirectory(
                providers: configuration.providers.map(\.provider),
                defaultProvider: configuration.defaultProvider
            ),
            transport: CurlTransport(
                client: client,
                loopback: LoopbackTransport(endpoint: loopback, tokens: tokens, providers: configuration.providers),
                providers: configuration.providers
            ),
            calls: CallIDs(
                mode: configuration.callIDs.mode,
                sealers: try sealers(configuration, state, for: .callIDs),
                table: state.rememberedCalls,
                lifetime: configuration.callIDs.lifetime.components.seconds,
                unixTime: Clock.unixTime
            ),
            exchangeLimits: places,
            bridge: RelayBridge(loop: loop, state: state, configuration),
            boundary: boundary,
            limits: SDPLimits(maxBytes: configuration.limits.maxOfferBytes),
            following: predecessor,
            now: Clock.now
        )
    }

    /// One for each of the configured secrets, or for the process's own.
    private static func sealers(
        _ configuration: RelayConfiguration,
        _ state: RelayState,
        for purpose: HandleSealer.Purpose
    ) throws(SetUpFailure) -> [HandleSealer] {
        let configured = configuration.callIDs.secrets
        var sealers: [HandleSealer] = []
        for secret in configured.isEmpty ? [state.processSecret] : configured {
            guard let sealer = HandleSealer(secret: secret, for: purpose) else {
                throw SetUpFailure(what: "OpenSSL", why: "it has no AES-256-GCM")
            }
            sealers.append(sealer)
        }
        return sealers
    }

    private static func gatewayConfiguration(
        _ configuration: RelayConfiguration,
        _ signaling: SignalingService,
        _ state: RelayState,
        _ places: ExchangePlaces
    ) -> GatewayConfiguration {
        let trusted = configuration.trustedCallers
        return GatewayConfiguration(
            directory: signaling.directory,
            access: configuration.access,
            cors: CORSPolicy(origins: configuration.corsOrigins),
            iceServers: configuration.iceServers,
            maximumBodyBytes: configuration.limits.maxBodyBytes,
            maximumOfferBytes: configuration.limits.maxOfferBytes,
            isTrusted: { address in trusted.contains { $0.contains(address.ip) } },
            isReady: { !state.isDraining },
            console: configuration.showsConsole ? state.console : nil,
            metrics: {
                state.metrics.text(
                    RelayGauges(
                        connections: state.connectionCount.value,
                        exchangesInFlight: places.currentByProvider,
                        isDraining: state.isDraining
                    )
                )
            }
        )
    }

    private func keepWarm(_ configuration: RelayConfiguration) {
        for entry in configuration.providers where entry.keepsWarm {
            client.keepWarm(origin: entry.origin, policy: entry.policy, every: Self.warmUpInterval)
        }
    }
}

/// Why a loop cannot be set up.
struct SetUpFailure: Error {
    let what: String
    let why: String
}
