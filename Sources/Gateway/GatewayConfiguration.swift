// SPDX-License-Identifier: MIT

public import HTTPServer
public import Signaling

/// What the HTTP surface needs to know; the same for all loops.
public struct GatewayConfiguration: Sendable {
    /// The configured providers.
    public var directory: ProviderDirectory
    /// Who may call.
    public var access: AccessPolicy
    /// Which pages may call.
    public var cors: CORSPolicy
    /// The ICE servers that clients are told of.
    public var iceServers: [ICEServer]
    /// The largest multipart or JSON body, in bytes.
    public var maximumBodyBytes: Int
    /// The largest offer, in bytes.
    public var maximumOfferBytes: Int
    /// Whether a caller at an address may set the safety identifier.
    public var isTrusted: @Sendable (SocketAddress) -> Bool
    /// Whether the process takes new calls.
    public var isReady: @Sendable () -> Bool
    /// The page at `/`; nil for none.
    public var console: ConsolePage?
    /// What the relay has counted, in Prometheus' text format.
    public var metrics: @Sendable () -> [UInt8]

    /// Makes a configuration.
    public init(
        directory: ProviderDirectory,
        access: AccessPolicy = AccessPolicy(),
        cors: CORSPolicy = CORSPolicy(),
        iceServers: [ICEServer] = [],
        maximumBodyBytes: Int = 2 * 1024 * 1024,
        maximumOfferBytes: Int = 256 * 1024,
        isTrusted: @escaping @Sendable (SocketAddress) -> Bool = { _ in false },
        isReady: @escaping @Sendable () -> Bool = { true },
        console: ConsolePage? = nil,
        metrics: @escaping @Sendable () -> [UInt8] = { [] }
    ) {
        self.directory = directory
        self.access = access
        self.cors = cors
        self.iceServers = iceServers
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumOfferBytes = maximumOfferBytes
        self.isTrusted = isTrusted
        self.isReady = isReady
        self.console = console
        self.metrics = metrics
    }
}
