// SPDX-License-Identifier: MIT

/// Where a datagram goes.
public enum ICERoute<Peer> {
    /// A STUN message to the agent of the peer, parsed; its integrity is still to be checked.
    case stun(Peer, STUNMessage)

    /// A DTLS record from a validated address of the peer.
    case dtls(Peer)

    /// An RTP packet from a validated address of the peer.
    case rtp(Peer)

    /// An RTCP packet from a validated address of the peer.
    case rtcp(Peer)

    /// Nowhere.
    case dropped(ICEDropReason)
}

/// Why a datagram goes nowhere.
public enum ICEDropReason: String, CaseIterable, Hashable, Sendable {
    /// It is of no protocol that is wanted.
    case otherProtocol

    /// It looks like STUN and is not.
    case malformedSTUN

    /// A check for none of our fragments.
    case unknownUfrag

    /// From an address that no peer has validated.
    case unknownAddress
}
