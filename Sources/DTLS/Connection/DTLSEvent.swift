// SPDX-License-Identifier: MIT

public import SRTP

/// What has become of a connection.
public enum DTLSEvent: Hashable, Sendable {
    /// The handshake is done, and the peer has shown a certificate with one of the fingerprints told.
    ///
    /// The keying material is what RFC 5764, section 4.2 makes of the handshake, with our own key as the local one.
    case connected(SRTPKeyingMaterial)

    /// A record of the peer's, never empty.
    case data([UInt8])

    /// The peer has closed the connection. No event follows.
    case closed

    /// The connection has failed. No event follows; datagrams that are queued should be sent, as one may be an alert.
    case failed(DTLSFailure)
}
