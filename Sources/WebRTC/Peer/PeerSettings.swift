// SPDX-License-Identifier: MIT

public import DTLS
public import ICE

/// What a peer connection needs of its surroundings.
public struct PeerSettings {
    /// The certificate that is shown.
    public var identity: DTLSIdentity
    /// The addresses at which the peer is reached, the preferred first.
    public var addresses: [TransportAddress]
    /// A keyed hash for SCTP's cookies; its key need not outlive the process.
    public var sign: ([UInt8]) -> [UInt8]
    /// How long the set-up may take: ICE until a pair is selected, and DTLS from then on.
    public var setUpDeadline = Duration.seconds(30)

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
