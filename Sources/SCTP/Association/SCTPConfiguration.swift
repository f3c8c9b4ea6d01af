// SPDX-License-Identifier: MIT

/// The limits and times of an association; the defaults are those for data channels.
public struct SCTPConfiguration: Hashable, Sendable {
    /// The smallest MTU that is accepted: a SACK, a cookie and some data fit.
    public static let minMTU = 512
    /// The largest MTU that is accepted.
    public static let maxMTU = 16_384

    /// The UDP-less ports: both are what `a=sctp-port` says, 5000 as a rule.
    public var localPort: UInt16 = 5000
    /// The port of the peer.
    public var remotePort: UInt16 = 5000
    /// The most bytes in a packet, the common header included; ``minMTU`` to ``maxMTU``.
    public var mtu = 1150
    /// The streams offered in each direction; the peer may have fewer.
    public var streamCount: UInt16 = 65_535
    /// The streams of the peer on which the order of messages is kept track of.
    ///
    /// Messages on more are discarded, and the peer is told.
    public var maxIncomingStreams = 256

    /// The bytes that are kept for the owner, announced to the peer as its window.
    ///
    /// At least twice ``maxIncomingMessageSize``.
    public var receiveWindow = 1 << 20
    /// A longer message ends the association; the number belongs into `a=max-message-size`.
    public var maxIncomingMessageSize = 256 * 1024
    /// How far above the last number without a gap before it a received number may lie.
    public var tsnSpan = 4096

    /// The bytes that wait to be sent or acknowledged; ``SCTPAssociation/send(_:on:protocolID:isUnordered:reliability:now:)``
    /// refuses more.
    public var sendBuffer = 8 << 20
    /// The longest message that the peer takes, from its `a=max-message-size`; there, 0 stands for any size.
    public var maxOutgoingMessageSize = 64 * 1024

    /// The retransmission timeout before a round trip has been measured.
    public var initialTimeout = Duration.milliseconds(500)
    /// The least retransmission timeout; it has to be longer than the peer's delay for a SACK.
    public var minTimeout = Duration.milliseconds(400)
    /// The greatest retransmission timeout: how long after a silence of the line what waits goes on at the latest.
    ///
    /// Whether the peer is there at all is found out beneath, by ICE, so that doubling it for longer serves nobody.
    public var maxTimeout = Duration.seconds(3)
    /// How long a SACK for a single packet may wait; 500 ms at most (RFC 9260, section 6.2).
    public var ackDelay = Duration.milliseconds(100)
    /// The time without traffic after which the peer is asked for a sign of life.
    public var heartbeatInterval = Duration.seconds(30)
    /// The retransmissions without an answer after which the association fails.
    ///
    /// Later than ICE gives the peer up, after 30 s.
    public var maxRetransmissions = 20
    /// The same for INIT and COOKIE-ECHO.
    public var maxInitRetransmissions = 20
    /// How old a cookie may be.
    public var cookieLifetime = Duration.seconds(60)

    /// The defaults.
    public init() {}
}
