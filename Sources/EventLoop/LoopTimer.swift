// SPDX-License-Identifier: MIT

/// A timer of one loop that can be armed again and again without allocating.
///
/// All of it belongs to the loop's thread. The loop holds an armed timer strongly, a disarmed one not at all.
public final class LoopTimer {
    /// When the timer fires; ``LoopInstant/never`` while it is not armed.
    public internal(set) var deadline = LoopInstant.never
    var heapIndex: Int?
    /// Whether the loop is about to call `action`.
    var isDue = false
    let action: () -> Void
    private unowned let loop: EventLoop

    /// Makes a disarmed timer whose `action` runs on the loop's thread.
    public init(loop: EventLoop, action: @escaping () -> Void) {
        self.loop = loop
        self.action = action
    }

    /// Fires the timer once at `deadline`, in place of whatever it was armed for.
    public func arm(at deadline: LoopInstant) {
        loop.arm(self, at: deadline)
    }

    /// Fires the timer once after `duration`, counted from the loop's current turn.
    public func arm(after duration: Duration) {
        loop.arm(self, at: loop.now.advanced(by: duration))
    }

    /// Stops the timer; does nothing if it is not armed.
    public func disarm() {
        loop.disarm(self)
    }
}
