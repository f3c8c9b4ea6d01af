// SPDX-License-Identifier: MIT

/// Where records go, and how much of them is kept.
public struct RecordFileSettings: Hashable, Sendable {
    /// The file.
    ///
    /// Its folder must be there. It is made writable for the owner, and readable for the group too.
    public var path: String
    /// How large the file may become.
    ///
    /// A record that would not fit goes to a new one, and the old one gets `.1` behind its name. A record that is larger
    /// than that has a file of its own.
    public var maximumBytes: Int
    /// How many old files are kept, `.1` the newest; at least 1.
    public var oldFiles: Int
    /// How many bytes of records wait at most for the disk.
    public var maximumPendingBytes: Int

    /// 64 MiB, four old files, 16 MiB that wait.
    public init(
        path: String,
        maximumBytes: Int = 64 * 1024 * 1024,
        oldFiles: Int = 4,
        maximumPendingBytes: Int = 16 * 1024 * 1024
    ) {
        precondition(maximumBytes > 0 && oldFiles > 0 && maximumPendingBytes > 0, "limits are positive")
        self.path = path
        self.maximumBytes = maximumBytes
        self.oldFiles = oldFiles
        self.maximumPendingBytes = maximumPendingBytes
    }
}

/// What has become of records.
public struct RecordCounts: Hashable, Sendable {
    /// Those on the disk.
    public var written = 0
    /// Those that wait.
    public var pending = 0
    /// Those that were not taken, because too much waited.
    public var refused = 0
}
