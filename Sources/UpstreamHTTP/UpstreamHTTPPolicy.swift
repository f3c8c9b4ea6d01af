// SPDX-License-Identifier: MIT

/// How exchanges with one provider are carried out: time limits, size limits, trust, route.
///
/// Make one value per provider and use it for every request: connections are shared only between equal
/// ``allowPrivateNetwork``, ``caFile``, ``proxy`` and ``http2``.
public struct UpstreamHTTPPolicy: Hashable, Sendable {
    /// The longest time from the start until the connection can carry a request: DNS, TCP and TLS together.
    public var connectTimeout: Duration
    /// The longest time from the moment the request is handed to the connection until the final status line.
    public var firstByteTimeout: Duration
    /// The longest time for the whole exchange.
    public var totalTimeout: Duration
    /// The most bytes a response body may have; one more is ``UpstreamHTTPError/Code-swift.enum/responseTooLarge``.
    public var maxResponseBytes: Int
    /// Whether connections may go to addresses that are not on the public internet.
    ///
    /// The rule looks at the address that is really connected to, after name resolution. With a ``proxy`` it does
    /// not apply: the proxy's address is the operator's choice, and the proxy resolves the target.
    public var allowPrivateNetwork: Bool
    /// A file of PEM certificates to trust in place of the system's; `nil` trusts the system's.
    public var caFile: String?
    /// The proxy's URL; `nil` connects directly, whatever the environment says.
    public var proxy: String?
    /// Whether HTTP/2 is offered in the TLS handshake; HTTP/1.1 otherwise.
    public var http2: Bool

    /// Makes a policy; the defaults are those of the relay's configuration.
    public init(
        connectTimeout: Duration = .seconds(5),
        firstByteTimeout: Duration = .seconds(20),
        totalTimeout: Duration = .seconds(30),
        maxResponseBytes: Int = 1 << 20,
        allowPrivateNetwork: Bool = false,
        caFile: String? = nil,
        proxy: String? = nil,
        http2: Bool = false
    ) {
        self.connectTimeout = connectTimeout
        self.firstByteTimeout = firstByteTimeout
        self.totalTimeout = totalTimeout
        self.maxResponseBytes = maxResponseBytes
        self.allowPrivateNetwork = allowPrivateNetwork
        self.caFile = caFile
        self.proxy = proxy
        self.http2 = http2
    }
}

/// The part of a policy that decides which connections may be shared.
struct ConnectionPolicy: Hashable {
    let allowPrivateNetwork: Bool
    let caFile: String?
    let proxy: String?
    let http2: Bool

    init(_ policy: UpstreamHTTPPolicy) {
        allowPrivateNetwork = policy.allowPrivateNetwork
        caFile = policy.caFile
        proxy = policy.proxy
        http2 = policy.http2
    }
}
