// SPDX-License-Identifier: MIT

public import Signaling

/// What is logged of a request.
///
/// Nothing in it is secret.
public struct RequestRecord: Sendable {
    /// The request's id.
    public let id: String
    /// The method; at most 32 characters of a token.
    public let method: String
    /// The route's template, never the raw path; nil where no route matched.
    public let route: String?
    /// The status that was answered; 499 if the client had gone.
    public let status: Int
    /// The code of the error table; nil on success.
    public let code: String?
    /// The upstream's own code, where it was passed through.
    public let upstreamCode: String?
    /// The exchange, as far as it got.
    public let exchange: ExchangeRecord
    /// The size of the request's body, in bytes.
    public let bodyBytes: Int
    /// From the end of the head until the request was understood; its body's arrival is in it.
    public let parse: Duration?
    /// From the end of the head to the response.
    public let total: Duration
}

/// The port to which finished requests are told, on the loop's thread.
public protocol RequestLog: AnyObject {
    /// Takes one record; must not block.
    func write(_ record: RequestRecord)
}
