// SPDX-License-Identifier: MIT

/// What an association tells its owner.
public enum SCTPEvent: Hashable, Sendable {
    /// Messages can go both ways.
    case connected
    /// A message has come.
    case message(SCTPMessage)
    /// The peer has reset these streams of its own, behind the last messages on them.
    case incomingReset([UInt16])
    /// Streams of our own have been reset, as ``SCTPAssociation/resetStream(_:now:)`` asked; they begin anew.
    case outgoingReset([UInt16])
    /// The peer has refused to reset these streams; they stay closed.
    case resetRefused([UInt16])
    /// What waits on the stream has fallen to its threshold.
    case bufferedAmountLow(UInt16)
    /// After a refusal with ``SCTPError/Code/sendBufferFull``: half of the send buffer is free.
    case sendBufferAvailable
    /// The last event. It comes after all messages, which an owner who has paused reading sees when it resumes;
    /// ``SCTPAssociation/state`` tells at once.
    case closed(SCTPCloseReason)
}

/// How an association has ended.
public enum SCTPCloseReason: String, Hashable, Sendable {
    /// By the shutdown of either side, everything delivered.
    case shutdown
    /// By ``SCTPAssociation/abort(now:)``.
    case aborted
    /// By the peer's ABORT.
    case abortedByPeer
    /// The peer has not answered.
    case timedOut
    /// The peer has broken the protocol, or a limit that it was told.
    case protocolViolation
    /// The peer has lost its state and begun another association.
    case peerRestarted
}
