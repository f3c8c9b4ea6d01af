// SPDX-License-Identifier: MIT

public import DTLS
public import ICE
public import SDP

/// What a peer connection needs of its surroundings, and what it takes part in.
public struct PeerSettings {
    /// The certificate that is shown.
    public var identity: DTLSIdentity
    /// The addresses at which the peer is reached, the preferred first; of a full agent, at most
    /// ``ICE/ICELimits/localCandidates`` count.
    public var addresses: [TransportAddress]
    /// A keyed hash for SCTP's cookies; its key need not outlive the process.
    public var sign: ([UInt8]) -> [UInt8]
    /// How long the set-up may take: ICE until a pair is selected, and DTLS from then on.
    public var setUpDeadline = Duration.seconds(30)
    /// What would be done with audio if the other side wants the same.
    public var audioDirection = MediaDirection.sendrecv
    /// Whether video is taken, and offered; refused otherwise.
    public var takesVideo = false
    /// The audio codecs that are taken, and offered in this order.
    public var audioCodecs: [RTPCodec] = [.opus]
    /// Whether DTMF digits are taken, and offered.
    public var takesTelephoneEvents = true
    /// Whether data channels are taken, and offered; refused otherwise.
    public var takesDataChannels = true
    /// The longest message that the other side is told to send, in bytes.
    public var maximumMessageSize = 256 * 1024
    /// The longest message that is taken nevertheless, in bytes; a longer one ends the data channels.
    public var acceptedMessageSize = 256 * 1024
    /// The bytes of messages that wait to be sent or acknowledged; more are refused.
    public var sendBuffer = 8 << 20
    /// Whether DTLS is opened by us where an offer leaves the choice.
    public var prefersActiveSetup = false
    /// Where an offering peer may send checks to: candidates are text from a stranger.
    public var remotePolicy = AddressPolicy.globalOnly

    /// Takes what has no default.
    public init(
        identity: DTLSIdentity,
        addresses: [TransportAddress],
        sign: @escaping ([UInt8]) -> [UInt8]
    ) {
        self.identity = identity
        self.addresses = addresses
        self.sign = sign
    }
}
