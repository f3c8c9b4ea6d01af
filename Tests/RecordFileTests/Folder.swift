// SPDX-License-Identifier: MIT

internal import Foundation
internal import RecordFile

/// A folder for one test, removed with it.
final class Folder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var path: String { url.appending(path: "calls.jsonl").path }

    /// The lines of the file, or of an old one, each with its end; nil if it is not there.
    func lines(_ number: Int? = nil) -> [String]? {
        let name = path + (number.map { ".\($0)" } ?? "")
        guard let data = FileManager.default.contents(atPath: name) else { return nil }
        return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
}

extension RecordFile {
    /// How many records are written, wait, and were refused.
    var fates: [Int] { [counts.written, counts.pending, counts.refused] }

    func append(_ text: String) -> Bool { append(Array(text.utf8)) }
}

/// What a file has told, in order.
final class Notices: Sendable {
    private let stream: AsyncStream<RecordFileNotice>
    private let continuation: AsyncStream<RecordFileNotice>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(
            of: RecordFileNotice.self,
            bufferingPolicy: .bufferingOldest(64)
        )
    }

    var tell: @Sendable (RecordFileNotice) -> Void { { [continuation] in _ = continuation.yield($0) } }

    /// Waits for the next one, in words.
    func next() async -> String? {
        for await notice in stream {
            switch notice {
            case .failed(let error): return error.description
            case .recovered(let refused): return "recovered, \(refused) refused"
            }
        }
        return nil
    }
}
