// SPDX-License-Identifier: MIT

internal import Foundation
internal import RealtimeEvents
internal import Testing

/// A file with one event: `Fixtures/events/VOCABULARY/DIRECTION/NAME[-VARIANT].json`.
struct EventFixture: CustomTestStringConvertible {
    let vocabulary: Vocabulary
    let direction: EventDirection
    /// The event's name in its vocabulary, by the name of the file.
    let eventName: String
    let url: URL
    let bytes: [UInt8]

    var testDescription: String { "\(vocabulary.rawValue)/\(direction)/\(url.lastPathComponent)" }

    /// The bytes without the line end of the file.
    var event: RealtimeEvent {
        get throws {
            let line = bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
            return try RealtimeEvent(parsing: line, vocabulary: vocabulary, direction: direction)
        }
    }
}

/// The files that tests read, found from the place of this file.
enum EventFixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/events")

    static let all = Vocabulary.allCases.flatMap { vocabulary in
        EventDirection.allCases.flatMap { files(vocabulary, $0) }
    }

    static func of(_ vocabulary: Vocabulary) -> [EventFixture] { all.filter { $0.vocabulary == vocabulary } }

    private static func files(_ vocabulary: Vocabulary, _ direction: EventDirection) -> [EventFixture] {
        let place = folder.appending(path: "\(vocabulary.rawValue)/\(direction.rawValue)")
        let urls = (try? FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)) ?? []
        return urls.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.compactMap { url in
            guard let data = try? Data(contentsOf: url) else { return nil }
            let name = url.deletingPathExtension().lastPathComponent.split(separator: "-")[0]
            return EventFixture(
                vocabulary: vocabulary,
                direction: direction,
                eventName: String(name),
                url: url,
                bytes: Array(data)
            )
        }
    }
}
