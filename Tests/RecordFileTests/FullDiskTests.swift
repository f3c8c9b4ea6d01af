// SPDX-License-Identifier: MIT

internal import Foundation
internal import RecordFile
internal import Testing

@Suite("A disk that takes no more")
struct FullDiskTests {
    private let folder: Folder
    private let notices = Notices()

    init() throws {
        folder = try Folder()
    }

    @Test("is told once; records wait without blocking, and are written in order when there is room")
    func full() async throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: "/dev/full")
        let file = try RecordFile(RecordFileSettings(path: folder.path), onNotice: notices.tell)
        for number in 0..<100 { #expect(file.append("\(number)")) }
        #expect(await notices.next() == "cannot write: No space left on device")
        #expect(!file.flush(within: .milliseconds(1)))
        #expect(file.fates == [0, 100, 0])
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(file.flush(within: .seconds(60)))
        #expect(await notices.next() == "recovered, 0 refused")
        let expected = (0..<100).map(String.init)
        #expect(folder.lines() == expected)
        #expect(file.fates == [100, 0, 0])
    }

    @Test("so much waits and no more: a record too many is refused and counted, and the others stay")
    func queue() async throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: "/dev/full")
        let settings = RecordFileSettings(path: folder.path, maximumPendingBytes: 10)
        let file = try RecordFile(settings, onNotice: notices.tell)
        #expect(file.append("12345"))
        #expect(await notices.next() == "cannot write: No space left on device")
        #expect(!file.append("123456"))
        #expect(file.append("abcde"))
        #expect(!file.append("1"))
        #expect(file.fates == [0, 2, 2])
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(file.flush(within: .seconds(60)))
        #expect(folder.lines() == ["12345", "abcde"])
        #expect(await notices.next() == "recovered, 2 refused")
        // What is written takes no room any more.
        #expect(file.append("0123456789"))
        #expect(!file.append("0123456789a"))
    }

    @Test("a line that it cuts off is taken back, and written whole when there is room")
    func cutOff() async throws {
        // A limit that only this file comes near stands for the disk's.
        let limit = 1 << 40
        var old = rlimit()
        unsafe getrlimit(Self.fileSize, &old)
        var small = rlimit(rlim_cur: rlim_t(limit), rlim_max: old.rlim_max)
        let isLimited = unsafe setrlimit(Self.fileSize, &small) == 0
        try #require(isLimited)
        defer { unsafe setrlimit(Self.fileSize, &old) }

        let settings = RecordFileSettings(path: folder.path, maximumBytes: .max)
        let file = try RecordFile(settings, onNotice: notices.tell)
        try #require(unsafe truncate(folder.path, limit - 10) == 0)
        // What is there does not end as a line. The first record goes up to one byte below the limit.
        #expect(file.append("1234567"))
        #expect(file.append("second"))
        #expect(await notices.next() == "cannot write: File too large")
        #expect(try size() == limit - 1)
        try #require(unsafe truncate(folder.path, 0) == 0)
        #expect(file.flush(within: .seconds(60)))
        #expect(folder.lines() == ["second"])
        #expect(await notices.next() == "recovered, 0 refused")
        #expect(file.fates == [2, 0, 0])
    }

    private func size() throws -> Int {
        let size = try FileManager.default.attributesOfItem(atPath: folder.path)[.size] as? Int
        return try #require(size)
    }

    private static var fileSize: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_FSIZE.rawValue) }
}
