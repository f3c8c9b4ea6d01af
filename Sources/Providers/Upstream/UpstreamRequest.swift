// SPDX-License-Identifier: MIT

/// A request to a provider, ready to be sent.
public struct UpstreamRequest: Hashable, Sendable {
    /// The method.
    public var method: ProviderEndpoint.Method
    /// The absolute URL.
    public var url: String
    /// The field lines (`Name: value`), the credential among them.
    public var fields: [String]
    /// The body, byte for byte.
    public var body: [UInt8]

    /// Makes a request.
    public init(_ method: ProviderEndpoint.Method = .post, url: String, fields: [String], body: [UInt8]) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
    }
}
