// SPDX-License-Identifier: MIT

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

    init(
        loop: EventLoop,
        listener: ListeningSocket,
        configuration: RelayConfiguration,
        state: RelayState,
        log: any RequestLog
    ) {
        self.loop = loop
        client = UpstreamHTTPClient(loop: loop)
        var random = SystemRandomNumberGenerator()
        let directory = ProviderDirectory(
            providers: configuration.providers.map(\.provider),
            defaultProvider: configuration.defaultProvider
        )
        let signaling = SignalingService(
            directory: directory,
            transport: CurlTransport(client: client, providers: configuration.providers),
            boundary: MultipartBoundary(using: &random),
            limits: SDPLimits(maxBytes: configuration.limits.maxOfferBytes),
            now: Clock.now
        )
        let trusted = configuration.trustedCallers
        let gateway = Gateway(
            configuration: GatewayConfiguration(
                directory: directory,
                cors: CORSPolicy(origins: configuration.corsOrigins),
                maximumBodyBytes: configuration.limits.maxBodyBytes,
                maximumOfferBytes: configuration.limits.maxOfferBytes,
                inFlight: state.inFlight,
                isTrusted: { address in trusted.contains { $0.contains(address.ip) } },
                isReady: { !state.isDraining }
            ),
            signaling: signaling,
            log: log,
            now: Clock.now,
            seed: random.next()
        )
        server = HTTPServer(
            loop: loop,
            listener: listener,
            limits: configuration.limits.http,
            connectionCount: state.connectionCount,
            handler: gateway
        )
        for entry in configuration.providers where entry.keepsWarm {
            client.keepWarm(origin: entry.origin, policy: entry.policy, every: Self.warmUpInterval)
        }
    }

    func start() throws(EventLoopError) {
        try server.start()
    }

    /// Finishes what is in flight, then stops the loop.
    func drain() {
        server.onDrained = { [client, loop] in
            client.shutDown()
            loop.stop()
        }
        server.drain()
    }

    /// Ends what is still in flight; `drain` must have been called before.
    func cutShort() {
        server.closeAll()
    }
}
