// SPDX-License-Identifier: MIT

internal import Foundation
internal import RecordFile
internal import Testing

@Suite("Files of records, and their old ones")
struct RotationTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func file(_ maximumBytes: Int, oldFiles: Int = 2) throws -> RecordFile {
        try RecordFile(RecordFileSettings(path: folder.path, maximumBytes: maximumBytes, oldFiles: oldFiles))
    }

    private func write(_ records: String..., to file: RecordFile) {
        for record in records {
            #expect(file.append(record))
            // Each on its own: what waits together is written together.
            #expect(file.flush(within: .seconds(60)))
        }
    }

    @Test("a file is filled to its last byte, and a record that is one byte too long goes to the next")
    func limit() throws {
        let file = try file(10)
        write("1234", "5678", to: file)
        #expect(folder.lines() == ["1234", "5678"])
        #expect(folder.lines(1) == nil)
        let other = try Folder()
        let second = try RecordFile(RecordFileSettings(path: other.path, maximumBytes: 10))
        write("1234", "56789", to: second)
        #expect(other.lines() == ["56789"])
        #expect(other.lines(1) == ["1234"])
    }

    @Test("the same holds for records that are written together")
    func together() throws {
        let file = try file(10, oldFiles: 10)
        let records = ["1234", "5678", "abcd", "efghi", "j"]
        for record in records { #expect(file.append(record)) }
        #expect(file.flush(within: .seconds(60)))
        #expect(folder.lines() == ["efghi", "j"])
        #expect(folder.lines(1) == ["abcd"])
        #expect(folder.lines(2) == ["1234", "5678"])
        #expect(folder.lines(3) == nil)
        #expect(file.fates == [5, 0, 0])
    }

    @Test("so many old files are kept, and the oldest goes")
    func oldFiles() throws {
        let file = try file(2)
        write("1", "2", "3", to: file)
        #expect([nil, 1, 2, 3].map(folder.lines) == [["3"], ["2"], ["1"], nil])
        write("4", to: file)
        #expect([nil, 1, 2, 3].map(folder.lines) == [["4"], ["3"], ["2"], nil])
    }

    @Test("a record larger than a file has one of its own")
    func large() throws {
        let file = try file(5)
        write("1", "0123456789", "2", to: file)
        #expect([nil, 1, 2].map(folder.lines) == [["2"], ["0123456789"], ["1"]])
    }

    @Test("what is in the file already counts, and stays")
    func existing() throws {
        try folder.write("1234\n")
        write("5678", to: try file(10))
        #expect(folder.lines() == ["1234", "5678"])
        write("9", to: try file(10))
        #expect(folder.lines() == ["9"])
        #expect(folder.lines(1) == ["1234", "5678"])
    }

    @Test("a line that a crash has cut off is ended before the next, which counts")
    func cutOff() throws {
        try folder.write("12")
        let file = try file(8)
        write("3456", to: file)
        #expect(folder.lines() == ["12", "3456"])
        try folder.write("12")
        write("34567", to: file)
        #expect(folder.lines() == ["34567"])
        #expect(folder.lines(1) == [])
    }

    @Test("a file that cannot be renamed grows on, which is told once")
    func cannotRename() async throws {
        // A folder in its place, with something in it.
        try FileManager.default.createDirectory(atPath: folder.path + ".1/x", withIntermediateDirectories: true)
        let notices = Notices()
        let settings = RecordFileSettings(path: folder.path, maximumBytes: 2, oldFiles: 1)
        let file = try RecordFile(settings, onNotice: notices.tell)
        write("1", "2", "3", to: file)
        #expect(folder.lines() == ["1", "2", "3"])
        #expect(await notices.next() == "cannot rotate: Is a directory")
        try FileManager.default.removeItem(atPath: folder.path + ".1")
        write("4", to: file)
        #expect(await notices.next() == "recovered, 0 refused")
        #expect(folder.lines() == ["4"])
        #expect(folder.lines(1) == ["1", "2", "3"])
    }

    @Test("a pipe, or another thing that is no file on a disk, takes records and is never rotated")
    func otherThings() throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: "/dev/null")
        let file = try file(2)
        write("1", "2", "3", to: file)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 1)
    }
}
