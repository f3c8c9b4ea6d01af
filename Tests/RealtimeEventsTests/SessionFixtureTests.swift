// SPDX-License-Identifier: MIT

internal import Foundation
internal import RealtimeEvents
internal import Testing

/// The whole sessions in Fixtures/events/sessions, with what is derived from them beside them.
///
/// `UPDATE_FIXTURES=1 swift test --filter RealtimeEventsTests` writes the `.expected` files anew.
@Suite("Session fixtures")
struct SessionFixtureTests {
    private static let sessions: [URL] = {
        let folder = EventFixtures.folder.appending(path: "sessions")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "jsonl" }.sorted { $0.path < $1.path }
    }()

    private static func lines(_ session: URL) throws -> [(number: Int, bytes: [UInt8])] {
        try Data(contentsOf: session).split(separator: UInt8(ascii: "\n")).enumerated().map { ($0 + 1, Array($1)) }
    }

    @Test("there are at least twenty") func thereAreEnough() {
        #expect(Self.sessions.count >= 20)
    }

    @Test("findings, turns and usage are those beside the file", arguments: sessions)
    func isAsExpected(_ session: URL) throws {
        let url = session.deletingPathExtension().appendingPathExtension("expected")
        let found = try SessionReport(Self.lines(session)).json.text + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" { try Data(found.utf8).write(to: url) }
        #expect(try found == String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    @Test("a machine that has seen all of a session keeps little of it", arguments: sessions)
    func keepsLittle(_ session: URL) throws {
        var machine = TurnMachine()
        let vocabulary = try SessionReport(Self.lines(session)).vocabulary
        for line in try Self.lines(session) {
            guard let record = try? RecordedEvent(line: line.bytes, vocabulary: vocabulary) else { continue }
            _ = machine.observe(record.event, at: record.time ?? .zero)
        }
        _ = machine.close(at: .zero)
        #expect(machine.openTurns.isEmpty)
        #expect(machine.retainedBytes < 4096)
    }
}
