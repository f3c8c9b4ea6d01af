// SPDX-License-Identifier: MIT

internal import CLinux
internal import EventLoop

/// The records that wait to be written: offered by any thread, taken by the one that writes.
final class RecordQueue: Sendable {
    /// What the writer has to do.
    struct Work {
        var records: [[UInt8]]
        var reopens: Bool
        var isClosed: Bool
    }

    private struct State {
        var records: [[UInt8]] = []
        /// Of all that is not written yet, what the writer has in its hands included.
        var pendingBytes = 0
        var counts = RecordCounts()
        var reopens = false
        var isClosed = false
        var flushing: [Wakeup] = []
    }

    private let maximumBytes: Int
    private let state = Locked(State())
    /// There are records.
    private let offered: Wakeup
    /// There is something that must not wait for the next try.
    private let urgent: Wakeup

    init(maximumBytes: Int) throws(RecordFileError) {
        self.maximumBytes = maximumBytes
        offered = try Wakeup()
        urgent = try Wakeup()
    }

    var counts: RecordCounts { state.withLock { $0.counts } }

    // MARK: Of any thread

    func offer(_ record: [UInt8]) -> Bool {
        let isTaken = state.withLock { state in
            guard state.pendingBytes + record.count <= maximumBytes else {
                state.counts.refused += 1
                return false
            }
            state.records.append(record)
            state.pendingBytes += record.count
            state.counts.pending += 1
            return true
        }
        if isTaken { offered.signal() }
        return isTaken
    }

    func requestReopening() {
        state.withLock { $0.reopens = true }
        urgent.signal()
    }

    func close() {
        state.withLock { $0.isClosed = true }
        urgent.signal()
    }

    func flush(within patience: Duration) -> Bool {
        guard let flushed = try? Wakeup() else { return counts.pending == 0 }
        let isFlushed = state.withLock { state in
            guard state.counts.pending > 0 else { return true }
            state.flushing.append(flushed)
            return false
        }
        if isFlushed { return true }
        urgent.signal()
        flushed.wait(for: patience)
        return state.withLock { state in
            state.flushing.removeAll { $0 === flushed }
            return state.counts.pending == 0
        }
    }

    // MARK: Of the writer

    /// What there is to do now.
    func take() -> Work {
        state.withLock { state in
            let work = Work(records: state.records, reopens: state.reopens, isClosed: state.isClosed)
            state.records = []
            state.reopens = false
            return work
        }
    }

    /// Waits for something to do; for what is urgent only, if there is an `interval`, and not longer than that.
    func wait(for interval: Duration? = nil) {
        if let interval {
            urgent.wait(for: interval)
        } else {
            urgent.wait(orFor: offered)
        }
    }

    func wrote(_ records: ArraySlice<[UInt8]>) {
        let flushed = state.withLock { state -> [Wakeup] in
            state.counts.written += records.count
            state.counts.pending -= records.count
            for record in records { state.pendingBytes -= record.count }
            guard state.counts.pending == 0 else { return [] }
            defer { state.flushing = [] }
            return state.flushing
        }
        for flush in flushed { flush.signal() }
    }
}
