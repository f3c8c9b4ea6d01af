// SPDX-License-Identifier: MIT

public import HTTPServer
public import Signaling

/// What the HTTP surface needs to know; the same for all loops.
public struct GatewayConfiguration: Sendable {
    /// The configured providers.
    public var directory: ProviderDirectory
    /// Which pages may call.
    public var cors: CORSPolicy
    /// The largest multipart or JSON body, in bytes.
    public var maximumBodyBytes: Int
    /// The largest offer, in bytes.
    public var maximumOfferBytes: Int
    /// The limit on exchanges in flight, shared by all loops.
    public var inFlight: InFlightLimit
    /// What `Retry-After` says where the relay itself is full, in seconds.
    public var retryAfterSeconds: Int
    /// Whether a caller at an address may set the safety identifier.
    public var isTrusted: @Sendable (SocketAddress) -> Bool
    /// Whether the process takes new calls.
    public var isReady: @Sendable () -> Bool

    /// Makes a configuration.
    public init(
        directory: ProviderDirectory,
        cors: CORSPolicy = CORSPolicy(),
        maximumBodyBytes: Int = 2 * 1024 * 1024,
        maximumOfferBytes: Int = 256 * 1024,
        inFlight: InFlightLimit,
        retryAfterSeconds: Int = 1,
        isTrusted: @escaping @Sendable (SocketAddress) -> Bool = { _ in false },
        isReady: @escaping @Sendable () -> Bool = { true }
    ) {
        self.directory = directory
        self.cors = cors
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumOfferBytes = maximumOfferBytes
        self.inFlight = inFlight
        self.retryAfterSeconds = retryAfterSeconds
        self.isTrusted = isTrusted
        self.isReady = isReady
    }
}
