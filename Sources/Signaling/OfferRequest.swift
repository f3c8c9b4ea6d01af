// SPDX-License-Identifier: MIT

public import Providers

/// A caller's request to exchange an offer, in no wire form.
public struct OfferRequest: Sendable {
    /// Which provider the route is for.
    public var selection: ProviderDirectory.Selection
    /// ``Operation/call`` or ``Operation/legacyCall``.
    public var operation: Operation
    /// The offer, byte for byte.
    public var offer: ArraySlice<UInt8>
    /// The session object (JSON), byte for byte; nil if the caller sent none.
    public var session: [UInt8]?
    /// `?model=`, decoded.
    public var model: String?
    /// Query parameters that the provider may take, each as it came (`dcid=4`).
    public var query: [QueryParameter]
    /// The caller's own ephemeral token; nil if it brought none.
    public var callerToken: String?
    /// Field lines that may travel.
    public var fields: [String]

    /// Makes a request.
    public init(
        selection: ProviderDirectory.Selection,
        operation: Operation,
        offer: ArraySlice<UInt8>,
        session: [UInt8]? = nil,
        model: String? = nil,
        query: [QueryParameter] = [],
        callerToken: String? = nil,
        fields: [String] = []
    ) {
        self.selection = selection
        self.operation = operation
        self.offer = offer
        self.session = session
        self.model = model
        self.query = query
        self.callerToken = callerToken
        self.fields = fields
    }
}

/// A query parameter as it came.
public struct QueryParameter: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The whole parameter, still percent-encoded (`dcid=4`).
    public let text: String

    /// Makes a parameter.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// A caller's request for a client secret or a beta session.
public struct SecretRequest: Sendable {
    /// Which provider the route is for.
    public var selection: ProviderDirectory.Selection
    /// One of the JSON operations.
    public var operation: Operation
    /// The JSON body, byte for byte.
    public var body: [UInt8]
    /// `?model=`, decoded.
    public var model: String?
    /// The caller's own ephemeral token; nil if it brought none.
    public var callerToken: String?
    /// Field lines that may travel.
    public var fields: [String]

    /// Makes a request.
    public init(
        selection: ProviderDirectory.Selection,
        operation: Operation,
        body: [UInt8],
        model: String? = nil,
        callerToken: String? = nil,
        fields: [String] = []
    ) {
        self.selection = selection
        self.operation = operation
        self.body = body
        self.model = model
        self.callerToken = callerToken
        self.fields = fields
    }
}
