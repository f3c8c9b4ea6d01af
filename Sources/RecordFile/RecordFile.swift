// SPDX-License-Identifier: MIT

internal import EventLoop

/// A file of records, one JSON text on each line, written on a thread of its own.
///
///     let file = try RecordFile(settings) { notice in … }
///     file.append(record)                    // from any thread; never waits for the disk
///     file.reopen()                          // after SIGHUP
///     file.flush(within: .seconds(5))        // before the process ends
///
/// Records are written in the order in which they came, all that wait at once, and are on the disk (`fdatasync`) before
/// they count as written. While they cannot be written they wait, in at most `maximumPendingBytes`, and the write is
/// tried again every second; nothing that waits is given up. Beyond that a new record is refused, its owner is told
/// so, and it is counted.
///
/// A file that is moved away or deleted is opened anew with the next record. A line that a full disk or a crash has cut
/// off is taken back, or ended, before the next record; no record is ever half of one line.
public final class RecordFile: Sendable {
    private let queue: RecordQueue

    /// Opens the file, for appending, and starts its thread.
    ///
    /// - Parameters:
    ///   - settings: Where records go, and how much of them is kept.
    ///   - onNotice: Called on the thread of the file when it begins to fail, fails otherwise, and has recovered.
    /// - Throws: ``RecordFileError`` if the file cannot be opened or the thread cannot start.
    public init(
        _ settings: RecordFileSettings,
        onNotice: @escaping @Sendable (RecordFileNotice) -> Void = { _ in }
    ) throws(RecordFileError) {
        let queue = try RecordQueue(maximumBytes: settings.maximumPendingBytes)
        let opened = try OpenedFile(path: settings.path)
        let hasStarted = DetachedThread.start {
            var writer = RecordWriter(queue, AppendFile(settings, opened), onNotice)
            writer.run()
        }
        guard hasStarted else { throw .now(.start) }
        self.queue = queue
    }

    deinit {
        queue.close()
    }

    /// Adds a record, a JSON text without line breaks.
    ///
    /// - Parameter record: The text; its line end is added.
    /// - Returns: Whether it was taken; false if too much waits already.
    @discardableResult
    public func append(_ record: [UInt8]) -> Bool { queue.offer(record) }

    /// Opens the file by its name again, for whoever has moved it away and waits for the old one to be let go.
    public func reopen() { queue.requestReopening() }

    /// Waits until all records are on the disk, but not longer than `patience`.
    ///
    /// - Parameter patience: How long.
    /// - Returns: Whether they are.
    @discardableResult
    public func flush(within patience: Duration) -> Bool { queue.flush(within: patience) }

    /// What has become of records so far.
    public var counts: RecordCounts { queue.counts }
}
