// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What else the running relay shows, and what it passes on.
@Suite(.bench(SurfaceBench.start))
struct SurfaceTests {
    @Test("Health, of which HEAD has no content", arguments: ["/healthz": "ok", "/readyz": "ready"])
    func tellsItsHealth(target: String, status: String) async throws {
        let relay = try Bench.shared.relay
        let reply = try await relay.send(HTTPCall(method: "GET", target: target))
        let head = try await relay.send(HTTPCall(method: "HEAD", target: target))
        #expect(reply.status == 200)
        #expect(reply["content-type"] == "application/json")
        #expect(reply.text == #"{"status":"\#(status)"}"#)
        #expect(head.status == 200)
        #expect(head["content-length"] == String(reply.body.count))
    }

    @Test func listsItsProvidersWithoutAddressesAndKeys() async throws {
        let relay = try Bench.shared.relay
        let reply = try await relay.send(HTTPCall(method: "GET", target: "/v1/realtime/providers"))
        let object = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
        let entries = object?["data"] as? [[String: Any]] ?? []
        #expect(reply.status == 200)
        #expect(object?["default_provider"] as? String == "here")
        #expect(entries.map { $0["name"] as? String } == ["here", "loopback", "openai"])
        #expect(entries.map { $0["kind"] as? String } == ["compatible", "loopback", "openai"])
        #expect(entries.allSatisfy { $0["data_channel_label"] as? String == "oai-events" })
        #expect(
            entries.allSatisfy {
                $0["name"] as? String == "loopback" || $0["websocket_subprotocol"] as? String == "realtime"
            }
        )
        #expect(!reply.text.contains("127.0.0.1"))
        #expect(!reply.text.contains(ErrorTableBench.key))
    }

    @Test(
        "The safety identifier is for trusted callers to set",
        arguments: [("127.0.0.2", true), ("127.0.0.1", false), ("127.0.1.7", true), ("127.0.2.1", false)]
    )
    func passesTheSafetyIdentifierOfTrustedCallersOnly(source: String, isTrusted: Bool) async throws {
        let bench = try Bench.shared
        let call = try HTTPCall.offer(
            to: "here",
            fields: [("OpenAI-Safety-Identifier", "from-\(source)"), ("OpenAI-Project", "project-\(source)")]
        )
        #expect(try await bench.relay.send(call, from: source).status == 201)
        let requests = try await #require(bench.canned).requests()
        let own = try #require(requests.first { $0.values(of: "OpenAI-Project") == ["project-\(source)"] })
        #expect(own.values(of: "OpenAI-Safety-Identifier") == (isTrusted ? ["from-\(source)"] : []))
    }

    @Test func passesOnWhatTheOperatorConfiguredAndNothingOfTheCallers() async throws {
        let bench = try Bench.shared
        let call = try HTTPCall.offer(
            to: "here",
            fields: [
                ("OpenAI-Organization", "this-one"), ("X-Extra", "callers"), ("X-Api-Key", "callers"),
                ("Authorization", "Bearer callers"), ("OpenAI-Beta", "realtime=v1"),
            ]
        )
        #expect(try await bench.relay.send(call).status == 201)
        let requests = try await #require(bench.canned).requests()
        let own = try #require(requests.first { $0.values(of: "OpenAI-Organization") == ["this-one"] })
        #expect(own.path == "/good/v1/realtime/calls")
        #expect(own.values(of: "X-Extra") == ["configured"])
        #expect(own.values(of: "X-Api-Key") == [])
        #expect(own.values(of: "OpenAI-Beta") == [])
        #expect(own.values(of: "Authorization") == ["Bearer \(ErrorTableBench.key)"])
    }
}

enum SurfaceBench {
    static let start: @Sendable () async throws -> Bench = {
        let canned = try await UpstreamProcess.canned(["good": .init(body: ErrorTableBench.answer)])
        let relay = try await RelayProcess(
            configuration: """
                {
                    open: true, default_provider: 'here', trusted_callers: ['127.0.0.2', '127.0.1.0/24'],
                    providers: {
                        openai: { kind: 'openai', prewarm: false },
                        here: {
                            kind: 'compatible', prewarm: false,
                            base_url: 'http://127.0.0.1:\(try canned.port())/good/v1/',
                            keys: [{ value: '\(ErrorTableBench.key)' }], extra_headers: { 'X-Extra': 'configured' },
                        },
                    },
                }
                """,
            // For both families, where callers with IPv4 addresses come in IPv6 ones.
            listen: ":0"
        )
        return Bench(relay: relay, canned: canned)
    }
}
