// SPDX-License-Identifier: MIT

import EventLoop
import Testing

@Suite struct LoopBoundTests {
    /// Not `Sendable`.
    private final class Counter {
        var count = 0
    }

    @Test func givesItsValueOnTheLoop() async throws {
        try await withLoop { loop in
            let bound = LoopBound(Counter(), to: loop)
            try await loop.call { bound.value.count += 1 }
            #expect(try await loop.call { bound.value.count } == 1)
        }
    }

    @Test func stopsTheProcessOffTheLoop() async {
        await #expect(processExitsWith: .failure) {
            let bound = LoopBound(1, to: try EventLoop())
            _ = bound.value
        }
    }
}
