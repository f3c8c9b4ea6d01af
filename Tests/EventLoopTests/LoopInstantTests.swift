// SPDX-License-Identifier: MIT

import EventLoop
import Testing

@Suite struct LoopInstantTests {
    private let start = LoopInstant(nanoseconds: 1000)

    @Test func advancesByWholeNanoseconds() {
        #expect(start.advanced(by: .microseconds(2)) == LoopInstant(nanoseconds: 3000))
        #expect(start.advanced(by: .seconds(1)).nanoseconds == 1_000_001_000)
    }

    @Test func doesNotGoBack() {
        #expect(start.advanced(by: .seconds(-1)) == start)
        #expect(start.duration(since: LoopInstant(nanoseconds: 2000)) == .zero)
    }

    @Test func saturates() {
        #expect(start.advanced(by: .seconds(Int64.max)) == .never)
        #expect(LoopInstant.never.advanced(by: .nanoseconds(1)) == .never)
        #expect(LoopInstant.never.duration(since: start) == .nanoseconds(Int64.max))
    }

    @Test func tellsTheTimeBetween() {
        #expect(LoopInstant(nanoseconds: 4500).duration(since: start) == .nanoseconds(3500))
    }
}
