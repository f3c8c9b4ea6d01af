// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import Signaling

extension RelayConfiguration {
    /// What bridged calls with a provider may do.
    struct BridgeProviderSettings: Hashable, Sendable {
        var maxDuration = Duration.seconds(2 * 3600)
        var idleTimeout = Duration.seconds(600)
        var policy = EventPolicy()
        /// Whether beta clients are translated; nil for: where the beta is carried over the current API.
        var translates: Bool?
        /// Whether the provider's candidates may be private addresses; nil for: as its own address may.
        var allowsPrivateCandidates: Bool?
    }

    /// What bridged calls of all providers share.
    struct BridgeSettings: Hashable, Sendable {
        /// The most that can be configured.
        static let maximumCallsPerLoop = 10_000

        var maxCallsPerLoop = 1000
        var setUpsPerSecond = 100
        var records: RecordSettings?
    }

    /// Where calls that are over are recorded.
    struct RecordSettings: Hashable, Sendable {
        var file: String
        var maxBytes = 64 << 20
        var files = 4
        /// Whether texts of the conversation are recorded, and shown.
        var hasContent = false
    }
}
