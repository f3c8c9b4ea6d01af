// SPDX-License-Identifier: MIT

internal import Synchronization

/// The number of connections that several servers, one per loop, have together.
public final class ConnectionCount: Sendable {
    private let count = Atomic<Int>(0)

    /// Makes a count of none.
    public init() {}

    /// The number of connections now.
    public var value: Int { count.load(ordering: .relaxed) }

    /// Counts one more connection unless there are `limit` already.
    func increment(limit: Int) -> Bool {
        if count.add(1, ordering: .relaxed).oldValue < limit { return true }
        decrement()
        return false
    }

    func decrement() {
        count.subtract(1, ordering: .relaxed)
    }
}
