// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import RecordFile

/// What the operator decides of bridged calls, whoever the provider is.
struct BridgeSettings: Hashable, Sendable {
    /// The most calls of one loop that can be configured.
    static let maximumCallsPerLoop = 100_000

    /// How many bridged calls one loop has at once.
    var maxCallsPerLoop = 1000
    /// How many calls one loop sets up in a second, and at once.
    var setUpsPerSecond = 100
    /// Where ended calls are recorded; nil for nowhere.
    var records: RecordSettings?
}

/// How ended calls are recorded.
struct RecordSettings: Hashable, Sendable {
    var file: RecordFileSettings
    /// Whether what was said is in the records, and in what is told of live calls.
    var hasContent = false
}

/// What bridged calls with one provider may do.
struct BridgeProviderSettings: Hashable, Sendable {
    var maxDuration = Duration.seconds(2 * 3600)
    /// How long neither side may send anything.
    var idleTimeout = Duration.seconds(600)
    var policy = EventPolicy()
    /// Whether clients of the beta are translated for; nil where that follows from the provider.
    var translates: Bool?
    /// Whether candidates of private and loopback addresses are used; nil for as with requests.
    var allowsPrivateCandidates: Bool?
}
