// SPDX-License-Identifier: MIT

public import Providers

/// A caller's request to exchange an offer, in no wire form.
public struct OfferRequest: Sendable {
    /// Who is asking.
    public var caller: Caller
    /// Which provider the route is for.
    public var selection: ProviderDirectory.Selection
    /// One of the operations that take an offer.
    public var operation: Operation
    /// The offer, byte for byte; for a Live session, the JSON body with the offer in it.
    public var offer: ArraySlice<UInt8>
    /// The session object (JSON), byte for byte; nil if the caller sent none.
    public var session: [UInt8]?
    /// `?model=`, decoded.
    public var model: String?
    /// Query parameters that the provider may take, each as it came (`dcid=4`).
    public var query: [QueryParameter]
    /// Field lines that may travel.
    public var fields: [String]
    /// Whose peer the client is to be, if it says so.
    public var media: MediaMode?
    /// The id of the request.
    public var requestID: String?

    /// Makes a request.
    public init(
        caller: Caller,
        selection: ProviderDirectory.Selection,
        operation: Operation,
        offer: ArraySlice<UInt8>,
        session: [UInt8]? = nil,
        model: String? = nil,
        query: [QueryParameter] = [],
        fields: [String] = [],
        media: MediaMode? = nil,
        requestID: String? = nil
    ) {
        self.caller = caller
        self.selection = selection
        self.operation = operation
        self.offer = offer
        self.session = session
        self.model = model
        self.query = query
        self.fields = fields
        self.media = media
        self.requestID = requestID
    }
}
