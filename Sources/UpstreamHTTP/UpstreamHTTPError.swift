// SPDX-License-Identifier: MIT

/// An exchange that did not end with a complete response.
public struct UpstreamHTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong; the raw value is fit for a metric's label.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The request may not be sent: its URL, a field or its content breaks a rule.
        case badRequest = "bad_request"
        /// Every address of the host is on a private network and the policy does not allow those.
        case blockedAddress = "blocked_address"
        /// The host's name has no address, or the resolver failed.
        case resolveFailed = "resolve_failed"
        /// No address accepted a connection.
        case connectFailed = "connect_failed"
        /// The TLS handshake failed, or the certificate is not to be trusted.
        case tlsFailed = "tls_failed"
        /// The proxy could not be reached, or refused.
        case proxyFailed = "proxy_failed"
        /// No usable connection within ``UpstreamHTTPPolicy/connectTimeout``.
        case connectTimeout = "connect_timeout"
        /// No final status line within ``UpstreamHTTPPolicy/firstByteTimeout``.
        case firstByteTimeout = "first_byte_timeout"
        /// No complete response within ``UpstreamHTTPPolicy/totalTimeout``.
        case totalTimeout = "total_timeout"
        /// The connection ended after the request had begun to be sent and before the response was complete.
        case connectionLost = "connection_lost"
        /// The content or the field lines of the response are over their limit.
        case responseTooLarge = "response_too_large"
        /// What came back is not HTTP.
        case malformedResponse = "malformed_response"
        /// The task that waited was cancelled.
        case cancelled
        /// The client was shut down.
        case shuttingDown = "shutting_down"
    }

    /// What went wrong.
    public let code: Code
    /// Whether bytes of the request left for the server, which may therefore have acted on it.
    public let requestWasSent: Bool
    /// A constant text on the cause, without anything from the request or the response.
    public let detail: String

    /// Makes an error; `detail` must be a constant text.
    public init(_ code: Code, _ detail: String, requestWasSent: Bool = false) {
        self.code = code
        self.requestWasSent = requestWasSent
        self.detail = detail
    }

    /// The code and the cause, safe to log.
    public var description: String { "\(code.rawValue): \(detail)" }
}
