// SPDX-License-Identifier: MIT

/// A binary heap of armed timers, the earliest first; each timer knows its place, so arming again is O(log n).
struct TimerHeap {
    private var timers: [LoopTimer] = []

    var earliest: LoopInstant { timers.first?.deadline ?? .never }

    mutating func set(_ timer: LoopTimer, to deadline: LoopInstant) {
        guard deadline != .never else {
            remove(timer)
            return
        }
        timer.deadline = deadline
        if let index = timer.heapIndex {
            siftDown(from: siftUp(from: index))
        } else {
            timer.heapIndex = timers.count
            timers.append(timer)
            siftUp(from: timers.count - 1)
        }
    }

    mutating func remove(_ timer: LoopTimer) {
        guard let index = timer.heapIndex else { return }
        timer.heapIndex = nil
        timer.deadline = .never
        let last = timers.removeLast()
        guard last !== timer else { return }
        place(last, at: index)
        siftDown(from: siftUp(from: index))
    }

    /// Takes out the earliest timer if it is due at `now`.
    mutating func popDue(at now: LoopInstant) -> LoopTimer? {
        guard let first = timers.first, first.deadline <= now else { return nil }
        remove(first)
        return first
    }

    private mutating func place(_ timer: LoopTimer, at index: Int) {
        timers[index] = timer
        timer.heapIndex = index
    }

    @discardableResult
    private mutating func siftUp(from start: Int) -> Int {
        var index = start
        let timer = timers[index]
        while index > 0 {
            let parent = (index - 1) / 2
            guard timer.deadline < timers[parent].deadline else { break }
            place(timers[parent], at: index)
            index = parent
        }
        place(timer, at: index)
        return index
    }

    private mutating func siftDown(from start: Int) {
        var index = start
        let timer = timers[index]
        while true {
            var child = 2 * index + 1
            guard child < timers.count else { break }
            if child + 1 < timers.count, timers[child + 1].deadline < timers[child].deadline { child += 1 }
            guard timers[child].deadline < timer.deadline else { break }
            place(timers[child], at: index)
            index = child
        }
        place(timer, at: index)
    }
}
