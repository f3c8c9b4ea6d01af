// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import EventLoop

@Suite struct EventLoopTests {
    @Test func runsWorkFromAllThreadsInEachThreadsOrder() async throws {
        try await withLoop { loop in
            let recorder = Recorder<(thread: Int, step: Int, isOnLoop: Bool)>()
            for thread in 0..<8 {
                Thread.detachNewThread {
                    for step in 0..<500 { loop.submit { recorder.record((thread, step, loop.isCurrent)) } }
                }
            }
            let records = await recorder.next(4000)
            #expect(!records.contains { !$0.isOnLoop })
            for thread in 0..<8 {
                #expect(records.filter { $0.thread == thread }.map(\.step) == Array(0..<500))
            }
        }
    }

    @Test func isNotCurrentElsewhere() async throws {
        try await withLoop { loop in
            #expect(!loop.isCurrent)
        }
    }

    @Test func workSubmittedBeforeTheLoopRunsIsNotLost() async throws {
        let loop = try EventLoop()
        let recorder = Recorder<Int>()
        loop.submit { recorder.record(1) }
        loop.stop()
        Thread.detachNewThread { loop.run() }
        #expect(await recorder.next(1) == [1])
    }

    @Test func endOfTurnActionsFollowTheWorkOfATurn() async throws {
        try await withLoop { loop in
            let recorder = Recorder<String>()
            try await loop.call {
                var isActive = true
                loop.addEndOfTurnAction {
                    if isActive { recorder.record("end of turn") }
                    isActive = false
                }
                recorder.record("work")
                Task.immediate(executorPreference: loop) {
                    await Task.yield()
                    recorder.record("job")
                }
            }
            #expect(await recorder.next(3) == ["work", "job", "end of turn"])
        }
    }

    // MARK: Tasks

    @Test func anImmediateTaskStaysOnTheLoopOverEveryAwait() async throws {
        try await withLoop { loop in
            let recorder = Recorder<Bool>()
            try await loop.call {
                Task.immediate(executorPreference: loop) {
                    recorder.record(loop.isCurrent)
                    await Task.yield()
                    recorder.record(loop.isCurrent)
                    await withCheckedContinuation { continuation in
                        Thread.detachNewThread { continuation.resume() }
                    }
                    recorder.record(loop.isCurrent)
                    async let child = loop.isCurrent
                    recorder.record(await child)
                    recorder.record(loop.isCurrent)
                }
                recorder.record(loop.isCurrent)
            }
            #expect(await recorder.next(6) == Array(repeating: true, count: 6))
        }
    }

    @Test func anImmediateTaskBeginsBeforeItsMakerGoesOn() async throws {
        try await withLoop { loop in
            let order = Recorder<Int>()
            try await loop.call {
                Task.immediate(executorPreference: loop) { order.record(1) }
                order.record(2)
            }
            #expect(await order.next(2) == [1, 2])
        }
    }

    @Test func aTaskThatYieldsForEverStarvesNobody() async throws {
        try await withLoop { loop in
            let recorder = Recorder<Int>()
            let task = Task(executorPreference: loop) {
                while !Task.isCancelled { await Task.yield() }
            }
            try await loop.call { LoopTimer(loop: loop) { recorder.record(1) }.arm(after: .milliseconds(1)) }
            loop.submit { recorder.record(2) }
            #expect(await Set(recorder.next(2)) == [1, 2])
            task.cancel()
        }
    }

    // MARK: Failure

    @Test func aLoopWithoutDescriptorsThrowsAndKeepsNone() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit()
            guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { _exit(2) }
            // The process has threads that are not the test's: one may open or close a descriptor at any time.
            for _ in 0..<20 {
                let next = dup(0)
                close(next)
                // Room for one descriptor: epoll gets it, the eventfd does not.
                var tight = limit
                tight.rlim_cur = rlim_t(next + 1)
                guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &tight) == 0 else { _exit(2) }
                do throws(EventLoopError) {
                    _ = try EventLoop()
                } catch {
                    if error.call == "eventfd", error.errno == EMFILE, dup(0) == next { _exit(0) }
                }
                guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { _exit(2) }
            }
            _exit(3)
        }
    }
}
