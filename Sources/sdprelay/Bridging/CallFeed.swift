// SPDX-License-Identifier: MIT

internal import EventLoop
internal import Signaling
internal import Synchronization

/// Tells watchers on any loop what happens to the calls of all loops.
final class CallFeed: Sendable {
    private struct Watcher: Sendable {
        let tell: LoopBound<(CallNews) -> Void>
        let sees: @Sendable (BridgedCallTable.Entry) -> Bool
    }

    private struct Watch: CallWatch {
        let feed: CallFeed
        let number: Int

        func cancel() { feed.remove(number) }
    }

    private struct State {
        var watchers: [Int: Watcher] = [:]
        var last = 0
    }

    private let state = Locked(State())
    private let count = Atomic<Int>(0)

    /// Whether anybody watches; who tells need not make up anything else.
    var hasWatchers: Bool { count.load(ordering: .relaxed) > 0 }

    /// Adds a watcher.
    ///
    /// - Parameters:
    ///   - loop: Where it is told, and where this is called.
    ///   - sees: Whether it may know of a call.
    ///   - tell: Told of each piece of news.
    /// - Returns: What ends it.
    func add(
        on loop: EventLoop,
        sees: @escaping @Sendable (BridgedCallTable.Entry) -> Bool,
        tell: @escaping (CallNews) -> Void
    ) -> any CallWatch {
        let watcher = Watcher(tell: LoopBound(tell, to: loop), sees: sees)
        let number = state.withLock { state in
            state.last += 1
            state.watchers[state.last] = watcher
            return state.last
        }
        count.add(1, ordering: .relaxed)
        return Watch(feed: self, number: number)
    }

    private func remove(_ number: Int) {
        let wasThere = state.withLock { $0.watchers.removeValue(forKey: number) != nil }
        if wasThere { count.subtract(1, ordering: .relaxed) }
    }

    /// Tells all that may know of a call.
    func publish(_ news: CallNews, of entry: BridgedCallTable.Entry) {
        let watchers = state.withLock { Array($0.watchers) }
        for (number, watcher) in watchers where watcher.sees(entry) {
            watcher.tell.loop.submit { [self] in
                // It may have been cancelled since.
                if state.withLock({ $0.watchers[number] != nil }) { watcher.tell.value(news) }
            }
        }
    }
}
