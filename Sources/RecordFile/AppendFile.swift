// SPDX-License-Identifier: MIT

internal import Glibc

/// The file that records are appended to, and its old ones; for one thread.
///
/// It may be shared with another process that does the same: each follows the other's renames.
final class AppendFile {
    /// How much is written at once, unless one record is larger.
    private static let maximumWrite = 256 * 1024

    private let settings: RecordFileSettings
    private var file: OpenedFile
    /// What does not work although records are written; nil if all does.
    private(set) var failure: RecordFileError?

    init(_ settings: RecordFileSettings, _ file: OpenedFile) {
        self.settings = settings
        self.file = file
    }

    /// Opens the file by its name; the one before stays open if that fails.
    func reopen() throws(RecordFileError) {
        file = try OpenedFile(path: settings.path)
    }

    /// Writes as many of the records as go into the file at once, and at least one.
    ///
    /// - Parameter records: The records, one at least.
    /// - Returns: How many are written, and on the disk unless ``failure`` says otherwise.
    /// - Throws: ``RecordFileError`` if none is written.
    func append(_ records: ArraySlice<[UInt8]>) throws(RecordFileError) -> Int {
        failure = nil
        if !file.isAt(settings.path) { try reopen() }
        if let first = records.first, let size, size > 0, first.count + 1 > room { try rotate() }
        let start = size
        // A crash, or another process, can have left a line without an end.
        let lines = RecordLines(records, room: min(room, Self.maximumWrite), endsLineBefore: file.endsInsideLine)
        let (written, writeFailure) = file.write(lines.bytes)
        let whole = lines.whole(in: written)
        if let start { file.takeBack(written - whole.end, to: start + whole.end) }
        // If some are written, the next try tells what is wrong.
        if whole.count == 0, let writeFailure { throw writeFailure }
        do throws(RecordFileError) { try file.sync() } catch { failure = error }
        return whole.count
    }

    /// The size; nil of what is no file on a disk.
    private var size: Int? {
        guard let status = file.status, status.isRegular else { return nil }
        return Int(status.st_size)
    }

    /// How much may still be written; without end to what is no file on a disk.
    private var room: Int { size.map { settings.maximumBytes - $0 - (file.endsInsideLine ? 1 : 0) } ?? .max }

    // MARK: Old files

    /// Makes the file the newest of the old ones, and the oldest go.
    ///
    /// A file that cannot be renamed grows on: records matter more than its size.
    private func rotate() throws(RecordFileError) {
        for number in stride(from: settings.oldFiles - 1, to: 0, by: -1) {
            // What is not there yet need not be renamed.
            unsafe rename(oldPath(number), oldPath(number + 1))
        }
        guard unsafe rename(settings.path, oldPath(1)) == 0 else {
            failure = .now(.rotate)
            return
        }
        try reopen()
    }

    private func oldPath(_ number: Int) -> String { "\(settings.path).\(number)" }
}

extension OpenedFile {
    /// Takes the last bytes back, if nobody has written since.
    fileprivate func takeBack(_ count: Int, to size: Int) {
        guard count > 0, let status, status.isRegular, status.st_size == off_t(size + count) else { return }
        // If that fails, the line is ended before the next one.
        _ = ftruncate(descriptor, off_t(size))
    }
}
