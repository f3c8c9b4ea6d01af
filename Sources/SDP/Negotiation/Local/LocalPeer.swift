// SPDX-License-Identifier: MIT

/// What the local side is and takes, for an offer or an answer of its own.
///
/// The texts go into the description as they are; they are the owner's, never a peer's, and hold no line ends.
public struct LocalPeer: Hashable, Sendable {
    /// The ICE credentials.
    public var credentials: ICECredentials

    /// The hash of the certificate that will be shown.
    public var fingerprint: Fingerprint

    /// The values of the `a=candidate` lines, in order; no others follow later.
    public var candidates: [String]

    /// Whether this is an ICE-lite agent.
    public var isICELite = false

    /// The ICE options.
    ///
    /// `ice2` says that [RFC 8445](https://www.rfc-editor.org/rfc/rfc8445.html) is followed. Without `trickle` a peer
    /// puts all its candidates into its description.
    public var iceOptions = ["ice2"]

    /// The number of the session in the `o=` line, chosen at random below 2^63.
    public var sessionID: UInt64

    /// The name of the sender in RTCP.
    public var cname: String

    /// Whether the DTLS association is opened by this side where an offer leaves the choice.
    public var prefersActiveSetup = false

    /// What is taken and sent as audio.
    public var audio: LocalMedia

    /// What is taken and sent as video; nil refuses it.
    public var video: LocalMedia?

    /// How data channels are taken; nil refuses them.
    public var dataChannel: LocalDataChannel? = LocalDataChannel()

    /// Makes a peer that is no ICE-lite agent, takes data channels and no video.
    public init(
        credentials: ICECredentials,
        fingerprint: Fingerprint,
        candidates: [String],
        sessionID: UInt64,
        cname: String,
        audio: LocalMedia
    ) {
        self.credentials = credentials
        self.fingerprint = fingerprint
        self.candidates = candidates
        self.sessionID = sessionID
        self.cname = cname
        self.audio = audio
    }
}

/// The SCTP side of data channels.
///
/// [RFC 8841](https://www.rfc-editor.org/rfc/rfc8841.html).
public struct LocalDataChannel: Hashable, Sendable {
    /// The SCTP port; 5000 unless told otherwise.
    public var sctpPort: UInt16

    /// The largest message that is taken, in bytes; 256 KiB unless told otherwise.
    public var maxMessageSize: Int

    /// Makes the SCTP side.
    public init(sctpPort: UInt16 = 5000, maxMessageSize: Int = 262_144) {
        self.sctpPort = sctpPort
        self.maxMessageSize = maxMessageSize
    }
}
