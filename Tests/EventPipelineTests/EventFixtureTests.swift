// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import Foundation
internal import RealtimeEvents
internal import Testing

/// The events of `Fixtures/events` in the two vocabularies of OpenAI.
@Suite("Every fixture through the pipeline")
struct EventFixtureTests {
    private static func texts(_ vocabulary: Vocabulary, _ direction: EventDirection) throws -> [(String, [UInt8])] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "Fixtures/events/\(vocabulary.rawValue)/\(direction.rawValue)")
        let urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let files = urls.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
        try #require(files.count > 10)
        return try files.map { url in
            let bytes = Array(try Data(contentsOf: url))
            return (url.lastPathComponent, bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes)
        }
    }

    @Test("where both sides speak the same, every event passes as it is", arguments: [Vocabulary.openAI, .beta])
    func untranslated(vocabulary: Vocabulary) throws {
        var pipeline = EventPipeline.made(client: vocabulary, provider: vocabulary)
        for (name, bytes) in try Self.texts(vocabulary, .client) {
            #expect(pipeline.fromClient(bytes, isText: true, now: .zero) == .forward, "\(name)")
        }
        for (name, bytes) in try Self.texts(vocabulary, .server) {
            #expect(pipeline.fromProvider(bytes, isText: true, now: .zero) == .forward, "\(name)")
        }
        #expect(pipeline.untranslatedCount == 0)
        #expect(!pipeline.history.turns.isEmpty)
    }

    @Test("events of the current API reach a client of the beta with names that it knows, or unchanged")
    func toBeta() throws {
        var pipeline = EventPipeline.made(client: .beta)
        var dropped: [String] = []
        for (name, bytes) in try Self.texts(.openAI, .server) {
            let events: [[UInt8]]
            switch pipeline.fromProvider(bytes, isText: true, now: .zero) {
            case .forward: events = [bytes]
            case .replace(let replacement): events = replacement
            case .refuse, .end: events = []
            }
            if events.isEmpty { dropped.append(name) }
            let isKnown = try RealtimeEvent(parsing: bytes, vocabulary: .openAI, direction: .server).definition != nil
            for event in events where isKnown {
                let view = try RealtimeEvent(parsing: event, vocabulary: .beta, direction: .server)
                #expect(view.definition != nil, "\(name): \(event.text)")
            }
        }
        #expect(
            Set(dropped.map { String($0.prefix { $0 != "-" }).replacing(".json", with: "") }) == [
                "conversation.item.done", "input_audio_buffer.dtmf_event_received",
                "input_audio_buffer.timeout_triggered",
            ]
        )
    }

    @Test("events of a client of the beta reach the current API with names that it knows; none is dropped")
    func fromBeta() throws {
        var pipeline = EventPipeline.made(client: .beta)
        for (name, bytes) in try Self.texts(.beta, .client) {
            let events: [[UInt8]]
            switch pipeline.fromClient(bytes, isText: true, now: .zero) {
            case .forward: events = [bytes]
            case .replace(let replacement): events = replacement
            case .refuse, .end: events = []
            }
            #expect(!events.isEmpty, "\(name)")
            for event in events {
                let view = try RealtimeEvent(parsing: event, vocabulary: .openAI, direction: .client)
                #expect(view.definition != nil, "\(name): \(event.text)")
            }
        }
    }
}
