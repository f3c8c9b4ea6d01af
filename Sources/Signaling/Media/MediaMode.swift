// SPDX-License-Identifier: MIT

/// Whose peer a client's connection has; the raw value is that of `media` in configurations and queries.
public enum MediaMode: String, Hashable, Sendable, CaseIterable {
    /// The provider: the relay sees the signaling only.
    case direct
    /// The relay, which has a connection of its own with the provider.
    case bridge
}
