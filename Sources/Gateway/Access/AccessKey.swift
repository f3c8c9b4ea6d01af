// SPDX-License-Identifier: MIT

public import Cryptography

/// A key that lets callers in, as the relay keeps it: its digest only.
public struct AccessKey: Sendable {
    /// The operator's name for it: safe to log.
    public let name: String
    /// The SHA-256 digest of the key.
    public let digest: SHA256Digest
    /// The configured providers that it opens; nil for all.
    public let providers: [String]?
    /// The models that it opens, `name` or `provider/name`, each with a final `*` for any end; nil for all.
    public let models: [String]?
    /// Whether its callers may speak for end users and control the calls of others.
    public let isTrusted: Bool

    /// Describes a key.
    public init(
        name: String,
        digest: SHA256Digest,
        providers: [String]? = nil,
        models: [String]? = nil,
        isTrusted: Bool = false
    ) {
        self.name = name
        self.digest = digest
        self.providers = providers
        self.models = models
        self.isTrusted = isTrusted
    }
}

/// Who may call the relay; the same for all loops.
public struct AccessPolicy: Sendable {
    /// The keys; with none, the relay asks for none.
    public var keys: [AccessKey]
    /// Whether callers may bring ephemeral tokens of the provider's in place of a key.
    public var allowsCallerTokens: Bool

    /// Makes a policy; the default lets everyone in.
    public init(keys: [AccessKey] = [], allowsCallerTokens: Bool = true) {
        self.keys = keys
        self.allowsCallerTokens = allowsCallerTokens
    }

    /// Whether no key is asked for.
    public var isOpen: Bool { keys.isEmpty }
}
