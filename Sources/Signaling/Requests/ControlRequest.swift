// SPDX-License-Identifier: MIT

public import Providers

/// A caller's request to do something with a call that exists already.
public struct ControlRequest: Sendable {
    /// Who is asking.
    public var caller: Caller
    /// Which provider the route is for; it counts only for ids that the relay has not handed out.
    public var selection: ProviderDirectory.Selection
    /// One of the operations that control calls.
    public var operation: Operation
    /// The id of the call, as it stood in the path.
    public var callID: String
    /// The body, byte for byte.
    public var body: [UInt8]
    /// Field lines that may travel.
    public var fields: [String]

    /// Makes a request.
    public init(
        caller: Caller,
        selection: ProviderDirectory.Selection,
        operation: Operation,
        callID: String,
        body: [UInt8] = [],
        fields: [String] = []
    ) {
        self.caller = caller
        self.selection = selection
        self.operation = operation
        self.callID = callID
        self.body = body
        self.fields = fields
    }
}
