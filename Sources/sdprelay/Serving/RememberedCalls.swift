// SPDX-License-Identifier: MIT

internal import EventLoop
internal import Signaling

/// The calls whose ids are the provider's own, up to a number; the oldest are forgotten first.
final class RememberedCalls: CallTable {
    /// How many calls are remembered: at most some 20 MB.
    static let capacity = 65_536

    private struct Memory {
        var handles: [String: CallHandle] = [:]
        /// The ids in a ring, the oldest at `next` once it is full.
        var ids: [String] = []
        var next = 0
    }

    private let capacity: Int
    private let memory = Locked(Memory())

    init(capacity: Int = RememberedCalls.capacity) {
        self.capacity = capacity
    }

    func remember(_ handle: CallHandle, as id: String) {
        memory.withLock { memory in
            guard memory.handles.updateValue(handle, forKey: id) == nil else { return }
            guard memory.ids.count == capacity else {
                memory.ids.append(id)
                return
            }
            memory.handles[memory.ids[memory.next]] = nil
            memory.ids[memory.next] = id
            memory.next = (memory.next + 1) % capacity
        }
    }

    func handle(of id: String) -> CallHandle? {
        memory.withLock { $0.handles[id] }
    }
}
