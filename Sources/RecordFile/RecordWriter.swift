// SPDX-License-Identifier: MIT

internal import Glibc

/// The work of the thread of a file of records.
struct RecordWriter {
    /// How long it waits after a failure.
    private static let retryInterval = Duration.seconds(1)

    private let queue: RecordQueue
    private let file: AppendFile
    private let tell: @Sendable (RecordFileNotice) -> Void
    private var told: RecordFileError?
    private var refusedWhenTold = 0

    init(_ queue: RecordQueue, _ file: AppendFile, _ tell: @escaping @Sendable (RecordFileNotice) -> Void) {
        self.queue = queue
        self.file = file
        self.tell = tell
    }

    /// Writes until the queue is closed and empty, or closed and not to be written.
    mutating func run() {
        Self.blockSignals()
        var waiting: ArraySlice<[UInt8]> = []
        var mustReopen = false
        while true {
            let work = queue.take()
            waiting = waiting.isEmpty ? work.records[...] : waiting + work.records
            mustReopen = mustReopen || work.reopens
            do throws(RecordFileError) {
                if mustReopen { try file.reopen() }
                mustReopen = false
                if !waiting.isEmpty {
                    let count = try file.append(waiting)
                    queue.wrote(waiting.prefix(count))
                    waiting = waiting.dropFirst(count)
                }
                note(file.failure)
            } catch {
                note(error)
                if work.isClosed { return }
                queue.wait(for: Self.retryInterval)
                continue
            }
            guard waiting.isEmpty else { continue }
            if work.isClosed { return }
            queue.wait()
        }
    }

    private mutating func note(_ failure: RecordFileError?) {
        guard failure != told else { return }
        let refused = queue.counts.refused
        if let failure {
            if told == nil { refusedWhenTold = refused }
            tell(.failed(failure))
        } else {
            tell(.recovered(refused: refused - refusedWhenTold))
        }
        told = failure
    }

    /// The process has a thread for signals; and a file that may not grow further is an error here, not the end.
    private static func blockSignals() {
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
    }
}
