// SPDX-License-Identifier: MIT

internal import EventLoop

/// The bridges of all loops.
final class BridgeSlots: Sendable {
    private let slots = Locked<[Int: LoopBound<BridgeSlot>]>([:])

    /// Notes the bridge of a loop, before any loop runs.
    func add(_ slot: BridgeSlot, on loop: EventLoop) {
        let bound = LoopBound(slot, to: loop)
        slots.withLock { $0[loop.index] = bound }
    }

    subscript(loop: Int) -> LoopBound<BridgeSlot> {
        guard let slot = slots.withLock({ $0[loop] }) else { preconditionFailure("a loop without a bridge") }
        return slot
    }
}
