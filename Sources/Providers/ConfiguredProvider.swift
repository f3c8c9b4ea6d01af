// SPDX-License-Identifier: MIT

/// A provider as the operator has set it up.
public struct ConfiguredProvider: Sendable {
    /// The operator's name for it; the prefix in `provider/model`.
    public let name: String
    /// The kind of provider.
    public let provider: any Provider
    /// Scheme and authority (and path, if any) without a final slash and without `/v1`.
    public let baseURL: String
    /// The keys, taken in turn; empty for a server without access control.
    public let keys: [String]
    /// How beta routes are carried.
    public let legacyMode: LegacyMode
    /// The form in which offers go upstream when the relay's own key is used.
    public let handshake: Handshake
    /// Field lines that the operator wants on every request (`Name: value`).
    public let extraFields: [String]

    /// Sets up a provider.
    public init(
        name: String,
        provider: any Provider,
        baseURL: String,
        keys: [String],
        legacyMode: LegacyMode? = nil,
        handshake: Handshake = .multipart,
        extraFields: [String] = []
    ) {
        self.name = name
        self.provider = provider
        self.baseURL = baseURL
        self.keys = keys
        self.legacyMode = legacyMode ?? provider.facts.defaultLegacyMode
        self.handshake = handshake
        self.extraFields = extraFields
    }

    /// A model's name without this provider's own prefix.
    public func bareModel(_ text: String) -> String {
        ModelName(text) { $0 == name }.model
    }
}
