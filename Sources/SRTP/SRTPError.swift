// SPDX-License-Identifier: MIT

/// Why a packet was not protected or unprotected.
///
/// It says nothing about what is in the packet.
///
/// A packet that is refused changes nothing in the session; what is in its buffer then is undefined.
public enum SRTPError: Error, Hashable, Sendable {
    /// The bytes are no RTP or RTCP packet, or too short for their own header and trailer.
    case malformed

    /// The buffer has no room for the trailer, or the packet is longer than ``SRTPSession/maximumPacketSize``.
    case tooLong

    /// The packet's SSRC is not one of those added.
    case unknownSSRC

    /// The index was seen before, or is older than the replay window; to protect: was used before.
    case replayed

    /// The tag does not fit the packet.
    case authenticationFailed

    /// The master key has protected as many packets as it may (RFC 3711, section 9.2).
    case keyExhausted

    /// There are ``SRTPSession/maximumStreams`` already, or this one is already there.
    case streamRefused

    /// libsrtp failed in another way, with a status of its own.
    case failed(status: UInt32)
}
