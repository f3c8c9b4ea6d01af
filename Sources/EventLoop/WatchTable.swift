// SPDX-License-Identifier: MIT

/// The handlers of one loop by slot.
///
/// epoll hands back a slot and a generation instead of a pointer, so an event that was fetched before its watch
/// ended finds nothing, whatever has happened to the handler or the descriptor number since.
struct WatchTable {
    private struct Slot {
        var generation: UInt32 = 0
        var handler: (any ReadinessHandler)?
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []

    var count: Int { slots.count - free.count }

    mutating func insert(_ handler: any ReadinessHandler, descriptor: Int32) -> Watch {
        let slot: UInt32
        if let reused = free.popLast() {
            slot = reused
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot())
        }
        slots[Int(slot)].handler = handler
        return Watch(slot: slot, generation: slots[Int(slot)].generation, descriptor: descriptor)
    }

    /// Ends a watch; false if it had ended already.
    mutating func remove(_ watch: Watch) -> Bool {
        guard isCurrent(watch) else { return false }
        slots[Int(watch.slot)].handler = nil
        slots[Int(watch.slot)].generation &+= 1
        free.append(watch.slot)
        return true
    }

    func isCurrent(_ watch: Watch) -> Bool {
        let slot = slots[Int(watch.slot)]
        return slot.generation == watch.generation && slot.handler != nil
    }

    func handler(token: UInt64) -> (any ReadinessHandler)? {
        let slot = slots[Int(token & 0xffff_ffff)]
        return slot.generation == UInt32(token >> 32) ? slot.handler : nil
    }
}
