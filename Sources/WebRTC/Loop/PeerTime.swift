// SPDX-License-Identifier: MIT

internal import EventLoop

extension EventLoop {
    /// The time that peers are told: since the start of the loop's clock.
    var peerTime: Duration { .nanoseconds(Int64(clamping: now.nanoseconds)) }
}

extension LoopTimer {
    /// Sets the timer to a time of ``EventLoop/peerTime``; nil for never.
    func arm(atPeerTime time: Duration?) {
        guard let time else { return disarm() }
        arm(at: LoopInstant(nanoseconds: time.wholeNanoseconds))
    }
}
