// SPDX-License-Identifier: MIT

public import SDP

/// What an exchange leaves behind for the log, filled in as far as it gets.
///
/// It holds no secrets.
public struct ExchangeRecord: Sendable {
    /// The configured provider.
    public var provider: String?
    /// The provider's own name of the model.
    public var model: String?
    /// The name of the caller's access key.
    public var accessKey: String?
    /// The name of the relay's key that was used last.
    public var key: String?
    /// How many requests went upstream: more than one where a key was refused, or a token minted first.
    public var upstreamRequests = 0
    /// Whether the provider got no more of the caller's session than the model.
    public var droppedSession = false
    /// Whether the relay is the client's peer.
    public var isBridged = false
    /// Whether the caller's own token was used.
    public var usedCallerToken = false
    /// The size of the offer or JSON body, in bytes.
    public var requestBytes = 0
    /// The size of the answer, in bytes.
    public var replyBytes = 0
    /// What the offer check warned of.
    public var warnings: [SDPFinding] = []
    /// How long resolving, checking and building the upstream request took.
    public var check: Duration?
    /// The stages of the upstream exchange.
    public var upstream: UpstreamTimings?
    /// The upstream's status.
    public var upstreamStatus: Int?
    /// The upstream's request id.
    public var upstreamRequestID: String?

    /// Starts empty.
    public init() {}

    /// The codes of everything that the caller is warned of.
    public var warningCodes: [String] {
        warnings.map(\.code.rawValue) + (droppedSession ? ["session_not_carried"] : [])
    }
}
