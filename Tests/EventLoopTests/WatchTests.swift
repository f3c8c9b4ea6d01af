// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import EventLoop

@Suite struct WatchTests {
    /// A pipe whose ends no child process inherits: other tests start some, and an end that one of them holds is not
    /// closed when this test closes it.
    private static func makePipe() throws -> (fileHandleForReading: FileHandle, fileHandleForWriting: FileHandle) {
        var ends: [Int32] = [-1, -1]
        try #require(unsafe pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (
            FileHandle(fileDescriptor: ends[0], closeOnDealloc: true),
            FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        )
    }

    /// A handler made of a closure.
    private final class Handler: ReadinessHandler {
        let action: (Readiness) -> Void

        init(_ action: @escaping (Readiness) -> Void) {
            self.action = action
        }

        func descriptorIsReady(_ readiness: Readiness) {
            action(readiness)
        }
    }

    @Test func callsTheHandlerOnTheLoop() async throws {
        let pipe = try Self.makePipe()
        try await withLoop { loop in
            let recorder = Recorder<Bool>()
            try await loop.call {
                _ = try loop.watch(
                    pipe.fileHandleForReading.fileDescriptor,
                    for: .readable,
                    handler: Handler { [unowned loop] readiness in
                        recorder.record(loop.isCurrent && readiness == .readable)
                    }
                )
                #expect(loop.watchCount == 1)
            }
            try pipe.fileHandleForWriting.write(contentsOf: Data([1]))
            #expect(await recorder.next(1) == [true])
        }
    }

    @Test func tellsThatThePeerHasGone() async throws {
        let pipe = try Self.makePipe()
        try await withLoop { loop in
            let recorder = Recorder<Readiness>()
            try await loop.call {
                _ = try loop.watch(
                    pipe.fileHandleForReading.fileDescriptor,
                    for: [],
                    handler: Handler { recorder.record($0) }
                )
            }
            try pipe.fileHandleForWriting.close()
            #expect(await recorder.next(1) == [.hangUp])
        }
    }

    @Test func aChangedWatchReportsWhatItIsChangedTo() async throws {
        let pipe = try Self.makePipe()
        try await withLoop { loop in
            let recorder = Recorder<Readiness>()
            try await loop.call {
                let watch = try loop.watch(
                    pipe.fileHandleForWriting.fileDescriptor,
                    for: [],
                    handler: Handler { recorder.record($0) }
                )
                loop.changeWatch(watch, to: .writable)
            }
            #expect(await recorder.next(1) == [.writable])
        }
    }

    @Test func aWatchThatHasEndedIsSilent() async throws {
        let (silent, loud) = (try Self.makePipe(), try Self.makePipe())
        try await withLoop { loop in
            let recorder = Recorder<Int>()
            try await loop.call {
                let watch = try loop.watch(
                    silent.fileHandleForReading.fileDescriptor,
                    for: .readable,
                    handler: Handler { _ in recorder.record(1) }
                )
                loop.endWatch(watch)
                loop.endWatch(watch)
                loop.changeWatch(watch, to: .readable)
                #expect(loop.watchCount == 0)
            }
            try silent.fileHandleForWriting.write(contentsOf: Data([1]))
            try await loop.call {
                _ = try loop.watch(
                    loud.fileHandleForReading.fileDescriptor,
                    for: .readable,
                    handler: Handler { _ in recorder.record(2) }
                )
            }
            try loud.fileHandleForWriting.write(contentsOf: Data([1]))
            #expect(await recorder.next(1) == [2])
        }
    }

    /// Both descriptors become ready in one batch of events; whoever is first ends the other's watch.
    @Test func anEventFetchedBeforeItsWatchEndedReachesNobody() async throws {
        let pipes = [try Self.makePipe(), try Self.makePipe()]
        try await withLoop { loop in
            let recorder = Recorder<String>()
            try await loop.call {
                for pipe in pipes { try pipe.fileHandleForWriting.write(contentsOf: Data([1])) }
                var watches: [Watch] = []
                for (index, pipe) in pipes.enumerated() {
                    let handler = Handler { _ in
                        recorder.record("first")
                        for watch in watches { loop.endWatch(watch) }
                        // Takes a slot that has just come free: the stale event must not reach it.
                        let descriptor = pipes[1 - index].fileHandleForReading.fileDescriptor
                        let successor = Handler { _ in recorder.record("successor") }
                        _ = try? loop.watch(descriptor, for: .hangUp, handler: successor)
                        loop.submit { recorder.record("next turn") }
                    }
                    watches.append(
                        try loop.watch(pipe.fileHandleForReading.fileDescriptor, for: .readable, handler: handler)
                    )
                }
            }
            #expect(await recorder.next(2) == ["first", "next turn"])
        }
    }

    @Test func refusesWhatCannotBeWatched() async throws {
        try await withLoop { loop in
            try await loop.call {
                #expect(throws: EventLoopError(call: "epoll_ctl", errno: EBADF)) {
                    try loop.watch(-1, for: .readable, handler: Handler { _ in })
                }
                #expect(loop.watchCount == 0)
            }
        }
    }
}
