// SPDX-License-Identifier: MIT

/// What is known about one kind of provider: the registry's entry.
public struct ProviderFacts: Hashable, Sendable {
    /// A path below the base URL that serves an operation.
    public struct Endpoint: Hashable, Sendable {
        /// What the endpoint does.
        public let operation: Operation
        /// The absolute path, such as `/v1/realtime/calls`.
        public let path: String
        /// The forms in which it takes an offer; empty for JSON endpoints.
        public let handshakes: [Handshake]
    }

    /// The name used as `kind` in the configuration.
    public let kind: String
    /// The name for people.
    public let title: String
    /// Where the provider lives if the configuration does not say; nil if it must.
    public let defaultBaseURL: String?
    /// The environment variable that usually holds the provider's key.
    public let keyVariable: String?
    /// Whether the provider refuses callers without a key.
    public let requiresKey: Bool
    /// How the relay authenticates.
    public let authentication: Authentication
    /// The endpoints, one for each operation that the provider has.
    public let endpoints: [Endpoint]
    /// The label that clients give the events data channel (RFC 8832 section 5.1).
    public let dataChannelLabel: String
    /// The subprotocol of the provider's realtime WebSocket.
    public let webSocketSubprotocol: String
    /// The event names on the data channel.
    public let eventVocabulary: EventVocabulary
    /// Query parameters of the caller that belong to the provider and are handed on.
    public let passedQueryParameters: [String]
    /// How the beta routes are carried unless the configuration says otherwise.
    public let defaultLegacyMode: LegacyMode
    /// Whether loopback and private addresses may be called unless the configuration says otherwise.
    public let allowsPrivateNetworkByDefault: Bool

    /// Whether ephemeral client secrets can be minted.
    public var supportsClientSecrets: Bool { endpoint(for: .clientSecret) != nil }

    /// The endpoint of an operation.
    public func endpoint(for operation: Operation) -> Endpoint? {
        endpoints.first { $0.operation == operation }
    }
}
