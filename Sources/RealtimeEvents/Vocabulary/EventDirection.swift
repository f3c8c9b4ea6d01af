// SPDX-License-Identifier: MIT

/// Which side sends an event.
public enum EventDirection: String, Hashable, Sendable, CaseIterable {
    /// From the application to the provider.
    case client
    /// From the provider to the application.
    case server
}
