// SPDX-License-Identifier: MIT

public import EventPipeline
public import ICE
public import RealtimeEvents

/// What a bridged call is to do.
public struct BridgedCallSettings: Sendable {
    /// The label of the events channel at the provider, whatever the client calls its own.
    public var eventsLabel = "oai-events"
    /// What the client speaks; nil if it is not known, and nothing is read.
    public var clientVocabulary: Vocabulary?
    /// What the provider speaks; nil if it is not known.
    public var providerVocabulary: Vocabulary?
    /// The `type` of the session that the call is made with; nil if it is not known.
    public var sessionType: String?
    /// What the client may do.
    public var policy = EventPolicy()
    /// How long the call may last.
    public var maximumDuration = Duration.seconds(2 * 3600)
    /// How long neither side may send anything.
    public var idleTimeout = Duration.seconds(600)
    /// Where the provider's candidates may lead.
    public var remotePolicy = AddressPolicy.globalOnly
    /// The number of the client's events channel, if both sides are to have it without a word on the wire.
    public var negotiatedChannel: UInt16?
    /// Takes the relay's prefix off the name of a model in a client's `session.update`.
    public var bareModel: @Sendable (String) -> String = { $0 }
    /// Whether texts of the conversation are shown and recorded.
    public var showsContent = false

    /// Makes a call that only forwards.
    public init() {}
}

/// What is known of a bridged call besides what it does; shown and recorded.
public struct CallFacts: Hashable, Sendable {
    /// The provider, by its configured name.
    public var provider: String
    /// The provider's own name of the model.
    public var model: String?
    /// The name of the caller's access key.
    public var accessKey: String?
    /// The id of the request that made it.
    public var requestID: String?
    /// When it was made, in seconds since 1970.
    public var createdAt: Int64

    /// Takes what is known.
    public init(provider: String, model: String?, accessKey: String?, requestID: String?, createdAt: Int64) {
        self.provider = provider
        self.model = model
        self.accessKey = accessKey
        self.requestID = requestID
        self.createdAt = createdAt
    }
}
