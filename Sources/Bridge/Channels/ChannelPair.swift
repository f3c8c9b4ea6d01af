// SPDX-License-Identifier: MIT

internal import SCTP

/// A data channel of the client and the one at the provider that it goes on in.
final class ChannelPair {
    /// Whether it carries the events of the call.
    let isEvents: Bool
    /// Its number at each side; nil while, or after, there is none.
    var numbers = BothSides<UInt16?>(nil)
    /// What waits for each side.
    var queues = BothSides(MessageQueue())
    /// The side whose channel is closed as soon as it has all that waits for it.
    var closesWhenDrained: CallSide?

    init(isEvents: Bool) {
        self.isEvents = isEvents
    }
}
