// SPDX-License-Identifier: MIT

/// What an event has changed in the turns of a call.
public enum TurnChange: Hashable, Sendable {
    /// A turn has begun: input audio is complete, or a response was asked for.
    case started(turn: Int)
    /// The model has begun to put something out.
    case firstOutput(turn: Int)
    case ended(Turn)
    /// More has become known of an input of a turn that is over: transcripts often come after the response.
    case inputCompleted(turn: Int, TurnInput)
    /// The usage of a turn that is over: some providers tell it afterwards.
    case usageCompleted(turn: Int, Usage)
    /// The output of a turn was cut off, which can happen when the turn is over.
    case truncated(turn: Int, milliseconds: Int)
    /// The usage of the whole session until now.
    case sessionUsage(Usage)
}
