// SPDX-License-Identifier: MIT

public import Providers

/// The port through which requests reach a provider.
public protocol UpstreamTransport: AnyObject {
    /// Sends one request and waits for the whole response. Called on, and confined to, the caller's event loop.
    ///
    /// Cancelling the task aborts the exchange. The request is consumed, so that its body can be let go of while the
    /// provider takes its time.
    func send(
        _ request: consuming UpstreamRequest,
        to provider: ConfiguredProvider
    ) async throws(UpstreamTransportError) -> UpstreamDelivery

    /// The one that carries a provider's requests: itself, unless it leaves some to another.
    ///
    /// Asked before sending, because a transport around another one would cost every exchange a frame.
    func carrier(for provider: ConfiguredProvider) -> any UpstreamTransport
}

extension UpstreamTransport {
    /// Carries all requests itself.
    public func carrier(for provider: ConfiguredProvider) -> any UpstreamTransport { self }
}

/// A response and how long it took.
public struct UpstreamDelivery: Sendable {
    /// The response.
    public var response: UpstreamResponse
    /// The stages.
    public var timings: UpstreamTimings

    /// Makes a delivery.
    public init(response: UpstreamResponse, timings: UpstreamTimings) {
        self.response = response
        self.timings = timings
    }
}

/// How long the stages of an upstream exchange took, each from the start of the exchange.
public struct UpstreamTimings: Hashable, Sendable {
    /// Name, TCP and TLS; nil on a connection that was open already.
    public var connect: Duration?
    /// To the first byte of the response.
    public var firstByte: Duration
    /// To the last byte of the response.
    public var total: Duration

    /// Makes timings.
    public init(connect: Duration?, firstByte: Duration, total: Duration) {
        self.connect = connect
        self.firstByte = firstByte
        self.total = total
    }
}

/// Why an exchange brought no response.
public struct UpstreamTransportError: Error, Hashable, Sendable {
    /// What happened.
    public enum Reason: String, Hashable, Sendable {
        /// Name, address, proxy or TLS.
        case unreachable
        /// The address is loopback or private and the provider may not be there.
        case addressBlocked
        /// No connection in time.
        case connectTimeout
        /// No first byte in time.
        case firstByteTimeout
        /// No last byte in time.
        case totalTimeout
        /// Closed or reset before the end of the response.
        case connectionLost
        /// Not HTTP.
        case malformedResponse
        /// Over the size limit.
        case responseTooLarge
        /// The caller cancelled.
        case cancelled
        /// The transport is closing.
        case shuttingDown
        /// The request could not be made; a fault of the relay's.
        case internalFault
    }

    /// What happened.
    public let reason: Reason
    /// Whether any of the request's bytes were sent.
    public let requestWasSent: Bool
    /// A short text without secrets; may be empty.
    public let detail: String

    /// Makes an error.
    public init(_ reason: Reason, requestWasSent: Bool, detail: String = "") {
        self.reason = reason
        self.requestWasSent = requestWasSent
        self.detail = detail
    }
}
