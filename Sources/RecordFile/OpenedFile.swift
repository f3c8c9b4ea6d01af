// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// A descriptor of a file that is open for appending, closed with its last owner.
final class OpenedFile: Sendable {
    /// For the owner to write, for the group to read: records say who has called.
    private static let permissions: mode_t = 0o640

    let descriptor: Int32

    init(path: String) throws(RecordFileError) {
        // Readable too, to see how the file ends.
        descriptor = unsafe open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, Self.permissions)
        guard descriptor >= 0 else { throw .now(.open) }
    }

    deinit {
        if descriptor >= 0 { clinux_close(descriptor) }
    }

    /// What the system says of it; nil if it says nothing.
    var status: stat? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? status : nil
    }

    /// Whether there is something that does not end as a line.
    var endsInsideLine: Bool {
        guard let status, status.isRegular, status.st_size > 0 else { return false }
        var last: UInt8 = 0
        return unsafe pread(descriptor, &last, 1, status.st_size - 1) == 1 && last != UInt8(ascii: "\n")
    }

    /// Whether the path leads to this file.
    func isAt(_ path: String) -> Bool {
        var there = stat()
        guard unsafe stat(path, &there) == 0, let status else { return false }
        return there.st_dev == status.st_dev && there.st_ino == status.st_ino
    }

    /// Writes all of it, in as many pieces as the system wants; how much was written before it failed.
    func write(_ bytes: [UInt8]) -> (written: Int, failure: RecordFileError?) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { all in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: all[written...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return (written, .now(.write))
            }
            written += count
        }
        return (written, nil)
    }

    /// Waits until all is on the disk; what cannot be on one, such as a pipe, is as good.
    func sync() throws(RecordFileError) {
        guard fdatasync(descriptor) != 0, errno != EINVAL, errno != EROFS, errno != ENOTSUP else { return }
        throw .now(.sync)
    }
}

extension stat {
    var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
}
