// SPDX-License-Identifier: MIT

internal import Foundation
internal import RecordFile
internal import Testing

@Suite("Records of calls")
struct RecordFileTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    @Test("of 10,000 records from four threads, over many files, each is written once, and in its order")
    func nothingLost() async throws {
        let settings = RecordFileSettings(path: folder.path, maximumBytes: 20_000, oldFiles: 100)
        let file = try RecordFile(settings)
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    for number in 0..<2500 { #expect(file.append("{\"thread\":\(thread),\"number\":\(number)}")) }
                }
            }
        }
        #expect(file.flush(within: .seconds(60)))
        #expect(file.fates == [10_000, 0, 0])
        let files = (1...100).reversed().compactMap { folder.lines($0) } + [folder.lines() ?? []]
        #expect(files.count > 10)
        let lines = files.flatMap(\.self)
        for thread in 0..<4 {
            let own = lines.filter { $0.hasPrefix("{\"thread\":\(thread),") }
            let expected = (0..<2500).map { "{\"thread\":\(thread),\"number\":\($0)}" }
            #expect(own == expected)
        }
        #expect(lines.count == 10_000)
    }

    @Test("records that wait when the owner lets go are written")
    func letGo() async throws {
        try Self.makePipe(folder.path)
        var file: RecordFile? = try RecordFile(RecordFileSettings(path: folder.path))
        let reader = FileHandle(forReadingAtPath: folder.path)
        for number in 0..<100 { #expect(file?.append("\(number)") == true) }
        file = nil
        var text = ""
        while !text.hasSuffix("99\n") { text += String(decoding: reader?.availableData ?? Data(), as: UTF8.self) }
        let expected = (0..<100).map { "\($0)\n" }.joined()
        #expect(text == expected)
    }

    @Test("a file that cannot be opened is told at the start")
    func cannotOpen() throws {
        let settings = RecordFileSettings(path: folder.path + "/none/calls.jsonl")
        let error = #expect(throws: RecordFileError.self) { _ = try RecordFile(settings) }
        #expect(error?.description == "cannot open: No such file or directory")
        let directory = RecordFileSettings(path: folder.url.path)
        let second = #expect(throws: RecordFileError.self) { _ = try RecordFile(directory) }
        #expect(second?.description == "cannot open: Is a directory")
    }

    @Test("only the owner writes, only the group reads")
    func permissions() throws {
        let file = try RecordFile(RecordFileSettings(path: folder.path))
        #expect(file.append("1"))
        #expect(file.flush(within: .seconds(60)))
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        let mode = try #require(attributes[.posixPermissions] as? Int)
        #expect(mode & 0o137 == 0)
    }

    @Test("a file that was moved away is let go by reopening, and with the next record in any case")
    func moved() throws {
        let file = try RecordFile(RecordFileSettings(path: folder.path))
        for (number, reopens) in [(1, true), (2, false)] {
            #expect(file.append("before \(number)"))
            #expect(file.flush(within: .seconds(60)))
            try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + ".\(number)")
            if reopens { file.reopen() }
            #expect(file.append("after \(number)"))
            #expect(file.flush(within: .seconds(60)))
            #expect(folder.lines(number)?.last == "before \(number)")
            #expect(folder.lines() == ["after \(number)"])
        }
    }

    @Test("reopening makes the file without waiting for a record")
    func reopening() async throws {
        let notices = Notices()
        let file = try RecordFile(RecordFileSettings(path: folder.path), onNotice: notices.tell)
        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        file.reopen()
        #expect(await notices.next() == "cannot open: Is a directory")
        try FileManager.default.removeItem(atPath: folder.path)
        file.reopen()
        #expect(await notices.next() == "recovered, 0 refused")
        #expect(folder.lines() == [])
    }

    @Test("two processes can share a file: each follows the other's renames")
    func shared() throws {
        let settings = RecordFileSettings(path: folder.path, maximumBytes: 4)
        let (first, second) = (try RecordFile(settings), try RecordFile(settings))
        for (file, record) in [(first, "1"), (second, "2"), (first, "3"), (second, "4"), (first, "5")] {
            #expect(file.append(record))
            #expect(file.flush(within: .seconds(60)))
        }
        #expect([nil, 1, 2].map(folder.lines) == [["5"], ["3", "4"], ["1", "2"]])
    }

    static func makePipe(_ path: String) throws {
        let status = unsafe mkfifo(path, 0o600)
        try #require(status == 0)
    }
}
