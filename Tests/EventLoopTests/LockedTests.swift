// SPDX-License-Identifier: MIT

import EventLoop
import Foundation
import Testing

@Suite struct LockedTests {
    @Test func letsOneThreadInAtATime() async {
        let counter = Locked(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<2000 { counter.withLock { $0 += 1 } }
                }
            }
        }
        #expect(counter.withLock { $0 } == 16_000)
    }

    @Test func unlocksWhenTheBodyThrows() {
        struct Refusal: Error {}
        let value = Locked(1)
        #expect(throws: Refusal.self) {
            try value.withLock { value throws(Refusal) in
                value = 2
                throw Refusal()
            }
        }
        #expect(value.withLock { $0 } == 2)
    }
}
