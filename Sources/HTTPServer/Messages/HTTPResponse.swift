// SPDX-License-Identifier: MIT

/// A final response.
///
/// `Content-Length`, `Date`, `Connection` and `Keep-Alive` are added by the server.
public struct HTTPResponse: Sendable, Hashable {
    /// The status code, from 200 to 599.
    public var status: Int
    /// The fields, without those that the server adds.
    public var fields: HTTPFields
    /// The content.
    ///
    /// It is left out on the wire for `HEAD`, 204 and 304; a `HEAD` response still tells its length.
    public var body: [UInt8]

    /// Makes a response.
    public init(status: Int, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}
