// SPDX-License-Identifier: MIT

/// What became of a datagram that an agent was given.
///
/// Whatever is not accepted has changed nothing, except that an error may have been answered.
public enum ICEReception: Hashable, Sendable {
    /// A check with right integrity; it is answered, and counts.
    case accepted

    /// A check with right integrity that is answered with an error, and does not count further.
    case answeredWithError(Int)

    /// An indication of a keepalive, which asks for nothing.
    case keepalive

    /// It is no STUN message.
    case malformed(STUNError)

    /// It is no request or response of the method Binding.
    case otherMethod

    /// USERNAME is missing, or for none of our credentials.
    case unknownUser

    /// FINGERPRINT is wrong, or missing in a request.
    case badFingerprint

    /// MESSAGE-INTEGRITY is missing or wrong.
    case badIntegrity

    /// A response to nothing that was asked, or that has been answered before.
    case unknownTransaction

    /// The request is shorter than its answer would be, or too many answers wait to be sent.
    case unanswerable

    /// The address policy refuses its source, or its destination is none of ours.
    case refusedAddress

    /// The agent has ended.
    case ended
}
