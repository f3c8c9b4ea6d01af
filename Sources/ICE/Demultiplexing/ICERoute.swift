// SPDX-License-Identifier: MIT

/// A handle of the owner's for a peer, such as an index.
public struct ICEPeerID: RawRepresentable, Hashable, Sendable {
    /// The number that the owner knows it by.
    public let rawValue: Int

    /// Takes any number.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }
}

/// Where a datagram goes.
public enum ICERoute: Sendable {
    /// A STUN message to the agent of the peer, parsed; its integrity is still to be checked.
    case stun(ICEPeerID, STUNMessage)

    /// A DTLS record from a validated address of the peer.
    case dtls(ICEPeerID)

    /// An RTP packet from a validated address of the peer.
    case rtp(ICEPeerID)

    /// An RTCP packet from a validated address of the peer.
    case rtcp(ICEPeerID)

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
