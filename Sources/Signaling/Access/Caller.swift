// SPDX-License-Identifier: MIT

public import Providers

/// Who is asking, as far as the relay knows, and what that one may do.
public struct Caller: Sendable {
    /// How the caller has shown who it is.
    public enum Identity: Hashable, Sendable, CustomStringConvertible {
        /// Not at all: no access keys are configured.
        case anyone
        /// By an access key with this name.
        case accessKey(String)
        /// By an ephemeral token of its own (`ek_…`), which only the provider can judge.
        case ephemeralToken(String)

        /// The kind of identity, never a token.
        public var description: String {
            switch self {
            case .anyone: "anyone"
            case .accessKey(let name): "access key \(name)"
            case .ephemeralToken: "ephemeral token"
            }
        }
    }

    /// How the caller has shown who it is.
    public let identity: Identity
    /// Stands for the caller's credential in the ids of its calls.
    public let owner: OwnerDigest
    /// Whether the caller may speak for end users and control the calls of others.
    public let isTrusted: Bool
    /// Whether the relay asks for no access keys at all.
    public let isOpen: Bool
    /// The configured providers that the caller may use; nil for all.
    public let providers: [String]?
    /// The models that the caller may use, `name` or `provider/name`, each with a final `*` for any end; nil for all.
    public let models: [String]?

    /// Describes a caller.
    public init(
        identity: Identity,
        owner: OwnerDigest = .none,
        isTrusted: Bool = false,
        isOpen: Bool = false,
        providers: [String]? = nil,
        models: [String]? = nil
    ) {
        self.identity = identity
        self.owner = owner
        self.isTrusted = isTrusted
        self.isOpen = isOpen
        self.providers = providers
        self.models = models
    }

    /// The caller's own token, if that is how it has shown who it is.
    public var token: String? {
        if case .ephemeralToken(let token) = identity { token } else { nil }
    }

    /// The access key's name, for the log.
    public var keyName: String? {
        if case .accessKey(let name) = identity { name } else { nil }
    }

    /// Whether the caller may be told which providers there are.
    public var seesProviders: Bool { isOpen || token == nil && providers == nil }

    /// Whether the caller may use a provider at all.
    public func mayUse(_ provider: ConfiguredProvider) -> Bool {
        // A provider that does not look at tokens would serve anyone who makes one up.
        if token != nil, !isOpen, !provider.takesCallerTokens { return false }
        return providers?.contains(provider.name) ?? true
    }

    /// Whether the caller may use a model of a provider; nil stands for a model that nobody has named.
    func mayUse(model: String?, of provider: ConfiguredProvider) -> Bool {
        guard let models else { return true }
        guard let model else { return false }
        let qualified = provider.name + "/" + model
        return models.contains { pattern in
            pattern.hasSuffix("*")
                ? model.hasPrefix(pattern.dropLast()) || qualified.hasPrefix(pattern.dropLast())
                : model == pattern || qualified == pattern
        }
    }
}

/// The first 128 bits of the digest of a caller's credential.
public struct OwnerDigest: Hashable, Sendable {
    /// The first 64 bits.
    public let high: UInt64
    /// The second 64 bits.
    public let low: UInt64

    /// Nobody's: the relay asked for no credential.
    public static let none = OwnerDigest(high: 0, low: 0)

    /// Takes the two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Whether two digests are equal, found out in the same time wherever they differ.
    public func isEqual(to other: OwnerDigest) -> Bool {
        (high ^ other.high) | (low ^ other.low) == 0
    }
}
