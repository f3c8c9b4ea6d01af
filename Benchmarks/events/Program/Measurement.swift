// SPDX-License-Identifier: MIT

import Glibc

/// Nanoseconds of this thread on a core: what else the machine does adds nothing but cold caches.
private func threadTime() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Nanoseconds for one run, over so many runs that they take `window` nanoseconds or more.
func measure(window: Int, _ body: (Int) throws -> Int) rethrows -> Double {
    var count = 1
    while true {
        let start = threadTime()
        let sum = try body(count)
        let time = threadTime() - start
        precondition(sum > 0, "each run yields something")
        if time >= window { return Double(time) / Double(count) }
        // A first guess can be short of the window, because what comes later finds warm caches.
        count = max(count * 2, time > 0 ? min(count * window / time, count * 64) : 0)
    }
}

/// What Benchmarks/allocation_counter.c has counted so far in this process.
struct AllocationCounter {
    private let file: Int32

    /// Nil unless the library is preloaded.
    init?() {
        guard let path = unsafe getenv("ALLOCATION_COUNTS") else { return nil }
        file = unsafe open(path, O_RDONLY)
        guard file >= 0 else { return nil }
    }

    /// Of the program and of libraries together: its file begins with calls, bytes, calls, bytes.
    func calls() -> Int {
        var totals = InlineArray<4, Int>(repeating: 0)
        let size = MemoryLayout.size(ofValue: totals)
        let found = unsafe withUnsafeMutableBytes(of: &totals) { unsafe pread(file, $0.baseAddress, size, 0) }
        precondition(found == size, "the counts can be read")
        return totals[0] + totals[2]
    }
}
