// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// The ids of calls, over processes.
struct SealedCallTests {
    private static let secret = String(repeating: "0123456789abcdef", count: 2)
    private static let app = [(name: "Authorization", value: "Bearer application-key-1")]
    private static let other = [(name: "Authorization", value: "Bearer application-key-2")]

    private func relay(_ canned: UpstreamProcess, secret: String = secret, _ more: String = "") async throws
        -> RelayProcess
    {
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/good")
        return try await RelayProcess(
            configuration: """
                { secret: { value: '\(secret)' }, \(more) providers: { \(entry) }, access_keys: [
                    { name: 'one', value: 'application-key-1' }, { name: 'two', value: 'application-key-2' },
                ] }
                """
        )
    }

    private func canned() async throws -> UpstreamProcess {
        try await .canned([
            "good": .init(headers: ["Location": "/v1/realtime/calls/rtc_up"], body: ErrorTableBench.answer)
        ])
    }

    private func hangUp(_ location: String, _ relay: RelayProcess, _ fields: [(name: String, value: String)])
        async throws -> HTTPReply
    {
        try await relay.send(HTTPCall(target: location + "/hangup", fields: fields))
    }

    @Test func twoReplicasWithOneSecretServeEachOthersCalls() async throws {
        let canned = try await canned()
        let (first, second) = (try await relay(canned), try await relay(canned))
        for (maker, ender) in [(first, second), (second, first)] {
            let location = try #require(try await maker.exchange(with: "here", fields: Self.app)["location"])
            #expect(location.utf8.count <= "/v1/realtime/calls/".utf8.count + 200)
            #expect(!location.contains("rtc_up"))
            #expect(try await hangUp(location, ender, Self.app).status == 200)
            let deleted = try await maker.send(HTTPCall(method: "DELETE", target: location, fields: Self.app))
            #expect(deleted.status == 200)
        }
        let paths = try await canned.requests().map(\.path)
        #expect(paths.filter { $0 == "/good/v1/realtime/calls/rtc_up/hangup" }.count == 4)
    }

    @Test func everythingThatIsWrongWithAnIDIsOneAnswer() async throws {
        let canned = try await canned()
        let relay = try await relay(canned)
        let location = try #require(try await relay.exchange(with: "here", fields: Self.app)["location"])
        var wrong = (0..<location.utf8.count - 23).map { offset -> String in
            var text = Array(location)
            let place = 23 + offset
            text[place] = text[place] == "A" ? "B" : "A"
            return String(text)
        }
        wrong += [
            String(location.dropLast()), String(location.dropLast(60)), location + "A", "/v1/realtime/calls/rtc_up",
        ]
        wrong.append(location.replacing("realtime/calls/rtc_", with: "live/sessions/live_"))
        var answers: Set<String> = []
        for target in wrong {
            answers.insert(Self.shape(try await hangUp(target, relay, Self.app)))
        }
        answers.insert(Self.shape(try await hangUp(location, relay, Self.other)))
        answers.insert(
            Self.shape(try await hangUp(location, try await self.relay(canned, secret: "x" + Self.secret), Self.app))
        )
        #expect(answers.count == 1)
        #expect(answers.first?.hasPrefix("404 ") == true)
        #expect(answers.first?.contains("\"code\":\"call_id_not_found\"") == true)
        #expect(try await canned.requests().count == 1)
        #expect(try await hangUp(location, relay, Self.app).status == 200)
    }

    @Test func anIDEnds() async throws {
        let canned = try await canned()
        let relay = try await relay(canned, "call_id_lifetime: '1s',")
        let location = try #require(try await relay.exchange(with: "here", fields: Self.app)["location"])
        let deadline = Date(timeIntervalSinceNow: 20)
        var status = 200
        while status == 200, Date() < deadline { status = try await hangUp(location, relay, Self.app).status }
        #expect(status == 404)
    }

    @Test func theSecretCanBeReplacedWhileOldCallsLast() async throws {
        let canned = try await canned()
        let old = try await relay(canned)
        let location = try #require(try await old.exchange(with: "here", fields: Self.app)["location"])
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/good")
        let next = try await RelayProcess(
            configuration: """
                { secret: [{ value: 'new\(Self.secret)' }, { value: '\(Self.secret)' }], providers: { \(entry) },
                  access_keys: [{ name: 'one', value: 'application-key-1' }] }
                """
        )
        #expect(try await hangUp(location, next, Self.app).status == 200)
    }

    /// Status, fields and body of an answer, without what differs from request to request.
    private static func shape(_ reply: HTTPReply) -> String {
        let identifier = reply["x-request-id"] ?? ""
        let fields = reply.fields.map { "\($0.name): \($0.value)" }.filter { !$0.hasPrefix("Date") }
        return "\(reply.status) \(fields) \(reply.text)".replacing(identifier, with: "")
    }
}
