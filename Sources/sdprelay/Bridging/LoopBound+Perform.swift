// SPDX-License-Identifier: MIT

internal import EventLoop

extension LoopBound {
    /// Does something with the value on its loop, and waits for it without holding a loop up.
    ///
    /// All loops run until the last has nothing in flight, so that the answer comes.
    func perform<Result: Sendable>(_ body: @escaping @Sendable (Value) -> Result) async -> Result {
        if loop.isCurrent { return body(value) }
        return await withCheckedContinuation { continuation in
            loop.submit { continuation.resume(returning: body(self.value)) }
        }
    }
}
