// SPDX-License-Identifier: MIT

internal import Glibc

/// What a file of records cannot do.
public struct RecordFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried.
    public enum Operation: String, Hashable, Sendable {
        case start, open, write, sync, rotate
    }

    /// What was tried.
    public let operation: Operation
    /// The system's number of the error.
    public let code: Int32

    /// The error that the last system call has left.
    static func now(_ operation: Operation) -> RecordFileError { RecordFileError(operation: operation, code: errno) }

    /// `cannot OPERATION: REASON`; nothing of the path or the records.
    public var description: String {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) }
        return "cannot \(operation.rawValue): \(reason ?? "error \(code)")"
    }
}

/// What the owner of a file of records should know.
public enum RecordFileNotice: Hashable, Sendable {
    /// Something does not work, or fails in another way than before. Records wait, or are written in spite of it: to a
    /// file that is too large (`rotate`), or perhaps not yet to the disk (`sync`).
    case failed(RecordFileError)
    /// All works again; so many records were refused in between.
    case recovered(refused: Int)
}
