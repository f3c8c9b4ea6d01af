// SPDX-License-Identifier: MIT

import Testing

@testable import EventLoop

@Suite struct TimerTests {
    /// Arms timers on the loop and gives what they record.
    private func record(
        _ count: Int,
        _ arrange: @escaping @Sendable (EventLoop, Recorder<Int>) -> Void
    ) async throws -> [Int] {
        try await withLoop { loop in
            let recorder = Recorder<Int>()
            try await loop.call { arrange(loop, recorder) }
            return await recorder.next(count)
        }
    }

    @Test func firesInTheOrderOfDeadlines() async throws {
        let fired = try await record(3) { loop, recorder in
            for delay in [3, 1, 2] {
                LoopTimer(loop: loop) { recorder.record(delay) }.arm(after: .milliseconds(delay))
            }
        }
        #expect(fired == [1, 2, 3])
    }

    @Test func armingAgainReplacesTheDeadline() async throws {
        let fired = try await record(2) { loop, recorder in
            let timer = LoopTimer(loop: loop) { recorder.record(1) }
            timer.arm(after: .seconds(3600))
            timer.arm(after: .milliseconds(1))
            LoopTimer(loop: loop) { recorder.record(2) }.arm(after: .milliseconds(2))
        }
        #expect(fired == [1, 2])
    }

    @Test func doesNotFireOnceDisarmed() async throws {
        let fired = try await record(1) { loop, recorder in
            let timer = LoopTimer(loop: loop) { recorder.record(1) }
            timer.arm(after: .milliseconds(1))
            timer.disarm()
            timer.disarm()
            LoopTimer(loop: loop) { recorder.record(2) }.arm(after: .milliseconds(2))
        }
        #expect(fired == [2])
    }

    @Test func doesNotFireWhenATimerOfTheSameTurnDisarmsIt() async throws {
        let fired = try await record(2) { loop, recorder in
            let second = LoopTimer(loop: loop) { recorder.record(2) }
            let first = LoopTimer(loop: loop) {
                second.disarm()
                recorder.record(1)
            }
            let start = loop.now
            first.arm(at: start.advanced(by: .nanoseconds(1)))
            second.arm(at: start.advanced(by: .nanoseconds(2)))
            LoopTimer(loop: loop) { recorder.record(3) }.arm(after: .milliseconds(1))
        }
        #expect(fired == [1, 3])
    }

    @Test func firesOnceWhenATimerOfTheSameTurnArmsItAnew() async throws {
        let fired = try await record(3) { loop, recorder in
            let second = LoopTimer(loop: loop) { recorder.record(2) }
            let first = LoopTimer(loop: loop) {
                second.arm(after: .milliseconds(1))
                recorder.record(1)
            }
            let start = loop.now
            first.arm(at: start.advanced(by: .nanoseconds(1)))
            second.arm(at: start.advanced(by: .nanoseconds(2)))
            LoopTimer(loop: loop) { recorder.record(3) }.arm(after: .milliseconds(5))
        }
        #expect(fired == [1, 2, 3])
    }

    @Test func aTimerThatArmsItselfForNowLetsOthersRun() async throws {
        let fired = try await withLoop { loop in
            let recorder = Recorder<Int>()
            try await loop.call {
                weak var again: LoopTimer?
                let timer = LoopTimer(loop: loop) { again?.arm(after: .zero) }
                again = timer
                timer.arm(after: .zero)
            }
            loop.submit { recorder.record(1) }
            return await recorder.next(1)
        }
        #expect(fired == [1])
    }

    @Test func neverIsNotArmed() async throws {
        try await withLoop { loop in
            let isArmed = try await loop.call {
                let timer = LoopTimer(loop: loop) {}
                timer.arm(after: .milliseconds(1))
                timer.arm(at: .never)
                return timer.heapIndex != nil
            }
            #expect(!isArmed)
        }
    }

    @Test(arguments: 0..<20)
    func theHeapAgreesWithASortedList(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let loop = try EventLoop()
        let timers = (0..<50).map { _ in LoopTimer(loop: loop) {} }
        var heap = TimerHeap()
        var model: [ObjectIdentifier: UInt64] = [:]
        for _ in 0..<1000 {
            let timer = timers[Int.random(in: 0..<timers.count, using: &random)]
            let deadline = UInt64.random(in: 0..<100, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                heap.set(timer, to: LoopInstant(nanoseconds: deadline))
                model[ObjectIdentifier(timer)] = deadline
            case 1:
                heap.remove(timer)
                model[ObjectIdentifier(timer)] = nil
            default:
                let due = heap.popDue(at: LoopInstant(nanoseconds: deadline))
                let expected = model.values.min().flatMap { $0 <= deadline ? $0 : nil }
                #expect(due.flatMap { model.removeValue(forKey: ObjectIdentifier($0)) } == expected, "seed \(seed)")
            }
            #expect(heap.earliest.nanoseconds == model.values.min() ?? .max, "seed \(seed)")
        }
    }
}
