// SPDX-License-Identifier: MIT

import Glibc

/// Nanoseconds of this thread on a core: what else the machine does adds nothing but cold caches.
private func threadTime() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// What is measured: does something so many times.
typealias Operation = (_ count: Int) -> Void

/// Nanoseconds for each of some operations, which take turns; medians over the rounds.
func measure(rounds: Int = 11, window: Int = 100_000_000, _ operations: [Operation]) -> [Double] {
    // How often each is done in a round: for the length of a window, as far as a first try tells, which warms it up too.
    let counts = operations.map { operation in
        var count = 16
        while true {
            let start = threadTime()
            operation(count)
            let time = threadTime() - start
            if time >= window / 4 { return max(1, count * window / time) }
            count *= 4
        }
    }
    var times = operations.map { _ in [Double]() }
    for _ in 0..<rounds {
        for index in operations.indices {
            let start = threadTime()
            operations[index](counts[index])
            times[index].append(Double(threadTime() - start) / Double(counts[index]))
        }
    }
    return times.map { $0.sorted()[rounds / 2] }
}

/// A number with one decimal and groups of three digits.
func text(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    var digits = String(tenths / 10)
    var place = digits.count - 3
    while place > 0 {
        digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
        place -= 3
    }
    return tenths >= 10_000 ? digits : "\(digits).\(tenths % 10)"
}

/// A number with two decimals.
func ratio(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}
