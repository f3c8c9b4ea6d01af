// SPDX-License-Identifier: MIT

/// A value that belongs to one loop's thread, carried through code that the compiler cannot see is on that thread.
///
/// Access from any other thread stops the process: confinement is checked at run time.
public struct LoopBound<Value>: @unchecked Sendable {
    // `@unchecked Sendable`: the box may travel, the value may not. It is reached only through `value`, which traps
    // off the loop's thread; the last release may happen elsewhere, so hold only classes whose deinit is thread-safe.
    private let storage: Value
    /// The loop that owns the value.
    public let loop: EventLoop

    /// Binds a value to a loop.
    ///
    /// May be called on any thread before the value is shared.
    public init(_ value: Value, to loop: EventLoop) {
        storage = value
        self.loop = loop
    }

    /// The value; traps off the loop's thread.
    public var value: Value {
        loop.preconditionIsCurrent()
        return storage
    }
}
