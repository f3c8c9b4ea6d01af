// SPDX-License-Identifier: MIT

public import DTLS
public import ICE
public import SCTP

/// What a peer connection tells its owner, in the order in which it happened.
public enum PeerEvent: Sendable {
    /// Something of the transport beneath, for the one that routes datagrams.
    case route(PeerRoute)
    /// ICE has a pair.
    case iceConnected
    /// DTLS is up and the peer is the one of the description: media can go both ways.
    case connected
    /// Something of the data channels.
    case channel(DataChannelEvent)
    /// The last event.
    case ended(PeerEnd)
}

/// A change of how a peer's datagrams are known.
public enum PeerRoute: Sendable {
    /// Checks that name the fragment are the peer's, beside those that name the one before.
    case fragmentAdded(String)
    /// They are not any more.
    case fragmentRemoved(String)
    /// Datagrams from there are the peer's.
    case added(TransportAddress)
    /// They are not any more.
    case removed(TransportAddress)
}

/// Why a peer connection is over.
public enum PeerEnd: Hashable, Sendable {
    /// Its owner has closed it.
    case closed
    /// The peer has closed DTLS.
    case closedByPeer
    /// There was no connection in time, or no way to one.
    case iceFailed(ICEFailure)
    /// The peer has been silent for 30 s (RFC 7675).
    case consentLost
    /// The handshake failed, or DTLS broke.
    case dtlsFailed(DTLSFailure)
    /// libsrtp or OpenSSL has no memory.
    case outOfMemory
}

extension PeerEnd: CustomStringConvertible {
    /// For logs: stable words.
    public var description: String {
        switch self {
        case .closed: "closed"
        case .closedByPeer: "closed_by_peer"
        case .iceFailed(let failure): "ice_failed_\(failure.rawValue)"
        case .consentLost: "consent_lost"
        case .dtlsFailed(.fingerprintMismatch): "fingerprint_mismatch"
        case .dtlsFailed: "dtls_failed"
        case .outOfMemory: "out_of_memory"
        }
    }
}
