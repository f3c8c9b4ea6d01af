// SPDX-License-Identifier: MIT

/// A provider's response.
public struct UpstreamResponse: Hashable, Sendable {
    /// The status code.
    public var status: Int
    /// The fields.
    public var fields: FieldBlock
    /// The body, byte for byte.
    public var body: [UInt8]

    /// Makes a response.
    public init(status: Int, fields: FieldBlock = FieldBlock([]), body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}
