// SPDX-License-Identifier: MIT

internal import Gateway
internal import Glibc
internal import HTTPServer
internal import Loopback
internal import Providers
internal import UpstreamHTTP

/// Everything that the operator decides.
struct RelayConfiguration: Sendable {
    /// A provider, and how it is reached.
    struct ProviderEntry: Sendable {
        var provider: ConfiguredProvider
        var policy: UpstreamHTTPPolicy
        /// Scheme and authority, for warming up.
        var origin: String
        /// Whether to keep a connection open.
        var keepsWarm: Bool
        /// How it behaves, if it is the loopback.
        var loopback = LoopbackSettings()
        /// How many exchanges may be in flight; nil for no limit of its own.
        var maxInFlight: Int?
        /// Who has the media of its calls, unless the caller may say and does.
        var media = MediaMode.direct
        /// Whether callers may say who has the media.
        var mayChooseMedia = false
        /// How many bridged calls may be alive; nil for no limit of its own.
        var maxCalls: Int?
        /// What bridged calls may do.
        var bridge = BridgeProviderSettings()
    }

    /// How log lines look.
    enum LogFormat: String, CaseIterable, Sendable {
        case json
        case text
    }

    /// Limits on what callers may ask of the relay.
    struct Limits: Sendable {
        var http = HTTPServerLimits()
        var maxInFlight = 10_000
        var maxBodyBytes = 2 * 1024 * 1024
        var maxOfferBytes = 256 * 1024
    }

    static let defaultListen = "127.0.0.1:8080"

    var listen: ListenAddress
    /// The number of event loops; nil for one per core.
    var loops: Int?
    var defaultProvider: String
    var providers: [ProviderEntry]
    var limits = Limits()
    /// Origins of pages that may call; nil for pages on this machine.
    var corsOrigins: [String]?
    var logFormat = LogFormat.json
    var trustedCallers: [AddressRange] = []
    /// Who may call.
    var access = AccessPolicy()
    /// Whether everyone may call, from anywhere.
    var isOpen = false
    /// Whether `/` is the console; nil for: on loopback addresses only.
    var console: Bool?
    var callIDs = CallIDs()
    /// Where media is reached.
    var media = MediaAddresses()
    /// What bridged calls take, and where they are recorded.
    var bridge = BridgeSettings()
    /// What clients are told of.
    var iceServers: [ICEServer] = []
    var drainTimeout = Duration.seconds(30)
    /// What is allowed but worth a word at the start.
    var warnings: [ConfigurationProblem] = []

    /// How many event loops there will be.
    var loopCount: Int { Self.loopCount(loops) }

    /// As many as are configured, else one per core.
    static func loopCount(_ configured: Int?) -> Int {
        configured ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
}
