// SPDX-License-Identifier: MIT

import Foundation

/// Where things lie.
enum PackageFolder {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let offers = root.appending(path: "Fixtures/sdp")
    static let events = root.appending(path: "Fixtures/events")
    static let upstreams = root.appending(path: "Tests/Upstreams")

    /// The program, which is built next to the test bundle.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "sdprelay").path

    /// The bytes of a file below `Fixtures/sdp`.
    static func offer(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: offers.appending(path: name)))
    }
}

/// A folder that goes away with its owner.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "sdprelay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a file and gives its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = url.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }
}
