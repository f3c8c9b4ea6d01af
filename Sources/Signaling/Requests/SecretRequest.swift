// SPDX-License-Identifier: MIT

public import Providers

/// A caller's request for a client secret or a beta session.
public struct SecretRequest: Sendable {
    /// Who is asking.
    public var caller: Caller
    /// Which provider the route is for.
    public var selection: ProviderDirectory.Selection
    /// One of the operations that make secrets.
    public var operation: Operation
    /// The JSON body, byte for byte.
    public var body: [UInt8]
    /// `?model=`, decoded.
    public var model: String?
    /// Field lines that may travel.
    public var fields: [String]

    /// Makes a request.
    public init(
        caller: Caller,
        selection: ProviderDirectory.Selection,
        operation: Operation,
        body: [UInt8],
        model: String? = nil,
        fields: [String] = []
    ) {
        self.caller = caller
        self.selection = selection
        self.operation = operation
        self.body = body
        self.model = model
        self.fields = fields
    }
}
