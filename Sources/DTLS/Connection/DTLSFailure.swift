// SPDX-License-Identifier: MIT

/// Why a connection has failed.
///
/// It holds nothing of what the peer has sent.
public enum DTLSFailure: Hashable, Sendable {
    /// The peer's certificate has none of the fingerprints that were told; it was sent the alert bad_certificate.
    case fingerprintMismatch

    /// The peer has sent a fatal alert, with this number (RFC 5246, section 7.2).
    case alertReceived(UInt8)

    /// The peer has broken the protocol, or offers nothing in common; it was sent the fatal alert with this number.
    case alertSent(UInt8)

    /// The handshake was not done by its deadline, or a flight was sent 13 times without an answer.
    case handshakeTimeout

    /// The handshake is done, but without a profile for SRTP.
    case noSRTPProfile

    /// OpenSSL has failed with this error code, without an alert.
    case library(code: UInt)
}
