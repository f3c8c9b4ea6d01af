// SPDX-License-Identifier: MIT

/// What is known about one kind of provider: the registry's entry.
public struct ProviderFacts: Hashable, Sendable {
    /// The name used as `kind` in the configuration.
    public let kind: String
    /// The name for people.
    public let title: String
    /// Where the provider lives if the configuration does not say; nil if it must.
    public let defaultBaseURL: String?
    /// What the endpoints' paths begin with, and what operators often write at the end of a base URL (`/v1`).
    public let apiRoot: String
    /// The environment variable that usually holds the provider's key.
    public let keyVariable: String?
    /// Whether the provider refuses callers without a key.
    public let requiresKey: Bool
    /// Whether a call must name its model; not so where a server runs one model only, or is told it later.
    public let requiresModel: Bool
    /// How the relay may authenticate; the first is the default.
    public let authentications: [Authentication]
    /// Whether the provider takes callers' own ephemeral tokens (`ek_…`).
    public let takesCallerTokens: Bool
    /// Whether it looks at such tokens even where it asks for no key.
    public let checksTokensWithoutKey: Bool
    /// The endpoints, one for each operation that the provider has.
    public let endpoints: [ProviderEndpoint]
    /// The label that clients give the events data channel (RFC 8832 section 5.1); nil where there is none.
    public let dataChannelLabel: String?
    /// The provider's realtime WebSocket; nil if it has none, or none that is known.
    public let webSocket: WebSocketFacts?
    /// The event names on the data channel or WebSocket.
    public let eventVocabulary: EventVocabulary
    /// Query parameters of the caller that belong to the provider and are handed on.
    public let passedQueryParameters: [String]
    /// How the beta routes are carried unless the configuration says otherwise.
    public let defaultLegacyMode: LegacyMode
    /// Whether loopback and private addresses may be called unless the configuration says otherwise.
    public let allowsPrivateNetworkByDefault: Bool
    /// How the provider words its failures, besides OpenAI's envelope.
    public let errorShapes: [UpstreamErrorReport.Shape]
    /// What the provider itself limits.
    public let limits: ProviderLimits

    init(
        kind: String,
        title: String,
        baseURL: String? = nil,
        apiRoot: String = "/v1",
        keyVariable: String? = nil,
        requiresKey: Bool = true,
        requiresModel: Bool = true,
        authentications: [Authentication] = [.bearer],
        takesCallerTokens: Bool = false,
        checksTokensWithoutKey: Bool = false,
        endpoints: [ProviderEndpoint] = [],
        dataChannelLabel: String? = nil,
        webSocket: WebSocketFacts? = nil,
        eventVocabulary: EventVocabulary = .openAI,
        passedQueryParameters: [String] = [],
        defaultLegacyMode: LegacyMode = .ga,
        allowsPrivateNetworkByDefault: Bool = false,
        errorShapes: [UpstreamErrorReport.Shape] = [],
        limits: ProviderLimits = ProviderLimits()
    ) {
        precondition(!authentications.isEmpty, "a provider has a way to authenticate")
        self.kind = kind
        self.title = title
        defaultBaseURL = baseURL
        self.apiRoot = apiRoot
        self.keyVariable = keyVariable
        self.requiresKey = requiresKey
        self.requiresModel = requiresModel
        self.authentications = authentications
        self.takesCallerTokens = takesCallerTokens
        self.checksTokensWithoutKey = checksTokensWithoutKey
        self.endpoints = endpoints
        self.dataChannelLabel = dataChannelLabel
        self.webSocket = webSocket
        self.eventVocabulary = eventVocabulary
        self.passedQueryParameters = passedQueryParameters
        self.defaultLegacyMode = defaultLegacyMode
        self.allowsPrivateNetworkByDefault = allowsPrivateNetworkByDefault
        self.errorShapes = errorShapes
        self.limits = limits
    }

    /// Whether an SDP offer can be exchanged over HTTP.
    public var supportsWebRTC: Bool { endpoint(for: .call) != nil }

    /// Whether ephemeral client secrets can be minted.
    public var supportsClientSecrets: Bool { endpoint(for: .clientSecret) != nil }

    /// What can be done to a call that exists already.
    public var callControl: [Operation] { endpoints.map(\.operation).filter(\.isCallControl) }

    /// The forms in which offers may travel; the first is the default.
    ///
    /// Empty without WebRTC.
    public var handshakes: [Handshake] { endpoint(for: .call)?.handshakes ?? [] }

    /// Whether the provider still serves beta routes of its own.
    public var hasLegacyEndpoints: Bool { endpoint(for: .legacyCall) != nil }

    /// The endpoint of an operation.
    public func endpoint(for operation: Operation) -> ProviderEndpoint? {
        endpoints.first { $0.operation == operation }
    }
}

/// A path below the base URL that serves an operation.
public struct ProviderEndpoint: Hashable, Sendable {
    /// The method of a request.
    public enum Method: String, Hashable, Sendable {
        /// `POST`.
        case post = "POST"
        /// `DELETE`.
        case delete = "DELETE"
    }

    /// What the endpoint does.
    public let operation: Operation
    /// The method.
    public let method: Method
    /// The absolute path, such as `/v1/realtime/calls`; `{id}` stands for the id of a call.
    public let path: String
    /// The forms in which it takes an offer; empty for others.
    public let handshakes: [Handshake]

    init(_ operation: Operation, _ path: String, _ handshakes: [Handshake] = [], method: Method = .post) {
        self.operation = operation
        self.method = method
        self.path = path
        self.handshakes = handshakes
    }

    /// The path for a call; ids are unreserved characters only, so that they need no encoding.
    func path(id: String) -> String {
        guard let mark = path.firstRange(of: "{id}") else { return path }
        return path[..<mark.lowerBound] + id + path[mark.upperBound...]
    }
}

/// A provider's realtime WebSocket.
public struct WebSocketFacts: Hashable, Sendable {
    /// The path below the base URL.
    public let path: String
    /// The subprotocol that the server selects (RFC 6455 section 1.9); nil for none.
    public let subprotocol: String?
    /// What a subprotocol begins with that carries the key, for clients that cannot set fields; nil for none.
    public let credentialSubprotocol: String?

    init(path: String, subprotocol: String? = nil, credentialSubprotocol: String? = nil) {
        self.path = path
        self.subprotocol = subprotocol
        self.credentialSubprotocol = credentialSubprotocol
    }
}

/// What a provider itself limits, where it says so.
public struct ProviderLimits: Hashable, Sendable {
    /// How long a minted client secret may live, in seconds.
    public let clientSecretSeconds: ClosedRange<Int>?
    /// The largest request body, in bytes.
    public let bodyBytes: Int?

    init(clientSecretSeconds: ClosedRange<Int>? = nil, bodyBytes: Int? = nil) {
        self.clientSecretSeconds = clientSecretSeconds
        self.bodyBytes = bodyBytes
    }
}
