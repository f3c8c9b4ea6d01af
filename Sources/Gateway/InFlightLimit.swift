// SPDX-License-Identifier: MIT

internal import Synchronization

/// How many upstream exchanges may be in flight in all loops together.
public final class InFlightLimit: Sendable {
    /// The limit.
    public let maximum: Int
    private let count = Atomic<Int>(0)

    /// Sets the limit.
    public init(maximum: Int) {
        self.maximum = maximum
    }

    /// The exchanges in flight now.
    public var current: Int { count.load(ordering: .relaxed) }

    /// Takes a place; false if there is none.
    func enter() -> Bool {
        if count.add(1, ordering: .relaxed).oldValue < maximum { return true }
        leave()
        return false
    }

    /// Gives a place back.
    func leave() {
        count.subtract(1, ordering: .relaxed)
    }
}
