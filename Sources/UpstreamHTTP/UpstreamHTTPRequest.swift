// SPDX-License-Identifier: MIT

/// A request to an upstream server.
public struct UpstreamHTTPRequest: Sendable {
    /// A request method (RFC 9110, section 9.3).
    public enum Method: String, Hashable, Sendable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// The method.
    public var method: Method
    /// An absolute `http` or `https` URL; its path and query are sent as they stand.
    public var url: String
    /// The fields to send, one `Name: value` line each, without line ends.
    ///
    /// Nothing is added to them but `Host` and `Content-Length`, and those two, like the other fields that belong to
    /// the connection, are refused here.
    public var fields: [String]
    /// The content; must be empty for `GET` and `HEAD`.
    public var body: [UInt8]
    /// How to carry out the exchange.
    public var policy: UpstreamHTTPPolicy

    /// Makes a request.
    ///
    /// Nothing is checked until it is performed.
    public init(
        _ method: Method,
        _ url: String,
        fields: [String] = [],
        body: [UInt8] = [],
        policy: UpstreamHTTPPolicy = UpstreamHTTPPolicy()
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.policy = policy
    }
}
