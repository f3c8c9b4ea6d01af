// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// SIGHUP, with requests in flight and without.
struct ReloadTests {
    private static let access = "access_keys: [{ name: 'app', value: 'an-access-key-16' }],"
    private static let bearer = [(name: "Authorization", value: "Bearer an-access-key-16")]

    private func configuration(_ canned: UpstreamProcess, _ path: String, _ more: String = "") throws -> String {
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/\(path)")
        return "{ \(more) providers: { \(entry) } }"
    }

    @Test func changesProvidersAndAccessWithoutDroppingWhatIsInFlight() async throws {
        let canned = try await UpstreamProcess.canned([
            "held": .init(body: ErrorTableBench.answer, held: true), "other": .init(body: ErrorTableBench.answer),
        ])
        let relay = try await RelayProcess(configuration: try configuration(canned, "held"))
        let inFlight = try await relay.begin(try .offer(to: "here"))
        try await canned.wait(for: 1)
        let event = try await relay.reload(try configuration(canned, "other", Self.access))
        #expect(event.contains("\"providers\":\"here, loopback\"") && event.contains("\"access_keys\":\"1\""))
        for _ in 0..<8 {
            #expect(try await relay.exchange(with: "here").status == 401)
            #expect(try await relay.exchange(with: "here", fields: Self.bearer).status == 201)
        }
        try await canned.release()
        let reply = try await inFlight.reply()
        #expect(reply.status == 201)
        #expect(reply.text == ErrorTableBench.answer)
        let paths = try await canned.requests().map(\.path)
        #expect(paths.filter { $0.hasPrefix("/other/") }.count == 8)
        let log = relay.log
        #expect(!log.contains("an-access-key-16"))
        #expect(log.contains("\"access_key\":\"app\""))
    }

    @Test func keepsTheOldConfigurationWhereTheNewOneHasMistakes() async throws {
        let canned = try await UpstreamProcess.canned(["good": .init(body: ErrorTableBench.answer)])
        let good = try configuration(canned, "good")
        let relay = try await RelayProcess(configuration: good)
        let wrong = try await relay.reload(
            good.replacing("legacy: 'beta'", with: "legaci: 'beta'"),
            until: "reload_failed"
        )
        #expect(wrong.contains("\"path\":\"providers.here.legaci\""))
        #expect(wrong.contains("unknown key"))
        let broken = try await relay.reload("{", until: "reload_failed")
        #expect(broken.contains("not JSON5"))
        #expect(try await relay.exchange(with: "here").status == 201)
        // What was wrong once is no hindrance to what is right.
        _ = try await relay.reload(good)
        #expect(try await relay.exchange(with: "here").status == 201)
    }

    @Test func tellsWhatTakesEffectAtTheNextStartOnly() async throws {
        let canned = try await UpstreamProcess.canned(["good": .init(body: ErrorTableBench.answer)])
        let relay = try await RelayProcess(configuration: try configuration(canned, "good", "loops: 1,"))
        let more = """
            loops: 2, drain_timeout: '1s', log: { format: 'text' }, limits: { idle_timeout: '9s' },
            media: { bind: ['127.0.0.1'] }, bridge: { records: { file: '/dev/null' } },
            """
        _ = try await relay.reload(try configuration(canned, "good", more))
        for path in ["loops", "drain_timeout", "log.format", "limits", "media", "bridge.records"] {
            #expect(relay.log.contains("\"event\":\"restart_needed\",\"path\":\"\(path)\""))
        }
        #expect(try await relay.exchange(with: "here").status == 201)
    }

    @Test func knowsItsCallsAfterwards() async throws {
        let canned = try await UpstreamProcess.canned([
            "good": .init(headers: ["Location": "/v1/realtime/calls/rtc_up"], body: ErrorTableBench.answer)
        ])
        let relay = try await RelayProcess(configuration: try configuration(canned, "good"))
        let location = try #require(try await relay.exchange(with: "here")["location"])
        // There is no secret in the configuration: the process has its own.
        _ = try await relay.reload(try configuration(canned, "good"))
        let ended = try await relay.send(HTTPCall(target: location + "/hangup"))
        #expect(ended.status == 200)
        #expect(ended.body.isEmpty)
        #expect(try await canned.requests().last?.path == "/good/v1/realtime/calls/rtc_up/hangup")
    }

    @Test func endsBySIGTERMAfterwardsAndIgnoresSIGHUPWhileItDrains() async throws {
        let canned = try await UpstreamProcess.canned(["held": .init(body: ErrorTableBench.answer, held: true)])
        let relay = try await RelayProcess(configuration: try configuration(canned, "held"))
        _ = try await relay.reload(try configuration(canned, "held"))
        let inFlight = try await relay.begin(try .offer(to: "here"))
        try await canned.wait(for: 1)
        relay.terminate()
        _ = try await relay.process.standardError.line(containing: "draining")
        relay.process.kill(SIGHUP)
        try await canned.release()
        #expect(try await inFlight.reply().status == 201)
        inFlight.socket.close()
        #expect(try await relay.process.exitCode() == 0)
    }
}
