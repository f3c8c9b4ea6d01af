// SPDX-License-Identifier: MIT

/// A provider as the operator has set it up.
public struct ConfiguredProvider: Sendable {
    /// The most keys that a provider may have: the ones that were tried are bits of a word.
    public static let maximumKeys = 64

    /// The operator's name for it; the prefix in `provider/model`.
    public let name: String
    /// The kind of provider.
    public let provider: any Provider
    /// Scheme and authority (and path, if any) without a final slash and without the kind's API root (`/v1`).
    public let baseURL: String
    /// The keys, taken in turn; empty for a server without access control.
    public let keys: [ProviderKey]
    /// How keys are presented.
    public let authentication: Authentication
    /// How beta routes are carried.
    public let legacyMode: LegacyMode
    /// The form in which offers go upstream when the relay's own key is used.
    public let handshake: Handshake
    /// Field lines that the operator wants on every request (`Name: value`).
    public let extraFields: [String]
    /// Query parameters that the operator wants on every call, encoded (`webrtcfilter=on`), by their names.
    public let extraQuery: [QueryParameter]
    /// Stands for the name where it must be short.
    public let fingerprint: NameFingerprint

    /// Sets up a provider.
    public init(
        name: String,
        provider: any Provider,
        baseURL: String,
        keys: [ProviderKey],
        authentication: Authentication? = nil,
        legacyMode: LegacyMode? = nil,
        handshake: Handshake? = nil,
        extraFields: [String] = [],
        extraQuery: [QueryParameter] = []
    ) {
        let facts = provider.facts
        self.name = name
        self.provider = provider
        self.baseURL = baseURL
        precondition(keys.count <= Self.maximumKeys, "more keys than can be told apart")
        self.keys = keys
        self.authentication = authentication ?? facts.authentications[0]
        self.legacyMode = legacyMode ?? facts.defaultLegacyMode
        self.handshake = handshake ?? facts.handshakes.first ?? .raw
        self.extraFields = extraFields
        self.extraQuery = extraQuery
        fingerprint = NameFingerprint(of: name)
    }

    /// Whether callers' own tokens may go to this provider: it must be one that looks at them.
    public var takesCallerTokens: Bool {
        let facts = provider.facts
        return facts.takesCallerTokens && (facts.requiresKey || facts.checksTokensWithoutKey || !keys.isEmpty)
    }

    /// A model's name without this provider's own prefix.
    public func bareModel(_ text: String) -> String {
        ModelName(text) { $0 == name }.model
    }
}

/// One of the relay's keys at a provider.
public struct ProviderKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The operator's name for it: safe to log.
    public let name: String
    /// The key.
    public let secret: String
    /// Stands for the name where it must be short.
    public let fingerprint: NameFingerprint

    /// Takes a key; the name is not secret.
    public init(name: String, secret: String) {
        self.name = name
        self.secret = secret
        fingerprint = NameFingerprint(of: name)
    }

    /// The name, never the key.
    public var description: String { name }

    /// Shows the name, never the key.
    public var customMirror: Mirror { Mirror(reflecting: name) }
}

/// A short stand-in for an operator's name of something, the same in every process: FNV-1a, 64 bits
/// (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv).
///
/// It is no digest: operators choose the names, and they are not secret.
public struct NameFingerprint: Hashable, Sendable {
    /// The fingerprint; 0 stands for no name.
    public let value: UInt64

    /// Stands for nothing.
    public static let none = NameFingerprint(value: 0)

    /// Takes a fingerprint as it was.
    public init(value: UInt64) {
        self.value = value
    }

    /// The fingerprint of a name.
    public init(of name: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        value = hash
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
