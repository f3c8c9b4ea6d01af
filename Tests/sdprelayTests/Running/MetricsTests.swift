// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// `GET /metrics` of the running relay.
struct MetricsTests {
    private func start(_ canned: UpstreamProcess, access: String = "open: true,") async throws -> RelayProcess {
        try await RelayProcess(
            configuration: """
                {
                    \(access) default_provider: 'here', loops: 2,
                    providers: {
                        here: {
                            kind: 'compatible', prewarm: false, base_url: 'http://127.0.0.1:\(try canned.port())/good/v1/',
                            keys: [{ value: '\(ErrorTableBench.key)' }],
                        },
                        broken: {
                            kind: 'compatible', prewarm: false, base_url: 'http://127.0.0.1:\(try canned.port())/bad/v1/',
                            keys: [{ value: '\(ErrorTableBench.key)' }],
                        },
                    },
                }
                """
        )
    }

    @Test func countsWhatAllLoopsHaveAnswered() async throws {
        let canned = try await UpstreamProcess.canned([
            "good": .init(body: ErrorTableBench.answer), "bad": .init(status: 500, body: "no"),
        ])
        let relay = try await start(canned)
        for _ in 0..<6 { #expect(try await relay.send(HTTPCall.offer(to: "here")).status == 201) }
        #expect(try await relay.send(HTTPCall.offer(to: "broken")).status == 502)
        #expect(try await relay.send(HTTPCall(method: "GET", target: "/nowhere/\(UUID())")).status == 404)
        let reply = try await relay.send(HTTPCall(method: "GET", target: "/metrics"))
        #expect(reply.status == 200)
        #expect(reply["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let lines = Set(reply.text.components(separatedBy: "\n"))
        for line in [
            #"sdprelay_requests_total{route="/v1/realtime/calls",status="201"} 6"#,
            #"sdprelay_requests_total{route="none",status="404"} 1"#,
            #"sdprelay_errors_total{code="upstream_error"} 1"#, #"sdprelay_errors_total{code="not_found"} 1"#,
            #"sdprelay_exchanges_total{provider="here",outcome="ok"} 6"#,
            #"sdprelay_exchanges_total{provider="broken",outcome="upstream_error"} 1"#,
            #"sdprelay_upstream_requests_total{provider="here"} 6"#,
            #"sdprelay_request_duration_seconds_count{route="/v1/realtime/calls"} 7"#,
            #"sdprelay_upstream_duration_seconds_count{provider="here"} 6"#,
            #"sdprelay_upstream_first_byte_seconds_bucket{provider="here",le="+Inf"} 6"#,
            #"sdprelay_exchanges_in_flight{provider="here"} 0"#, "sdprelay_draining 0",
            #"sdprelay_build_info{version="0.1.0"} 1"#,
        ] { #expect(lines.contains(line), "no \(line)") }
        #expect(!reply.text.contains(ErrorTableBench.key))
        // A path that anyone makes up makes no series.
        #expect(!reply.text.contains("nowhere"))
    }

    @Test func areForCallersWhoMaySeeAllProviders() async throws {
        let canned = try await UpstreamProcess.canned(["good": .init(body: ErrorTableBench.answer)])
        let keys = """
            access_keys: [
                { name: 'all', value: 'key-for-all-0123456789' },
                { name: 'one', value: 'key-for-one-0123456789', providers: ['here'] },
            ],
            """
        let relay = try await start(canned, access: keys)
        func status(_ key: String?) async throws -> Int {
            let fields = key.map { [("Authorization", "Bearer \($0)")] } ?? []
            return try await relay.send(HTTPCall(method: "GET", target: "/metrics", fields: fields)).status
        }
        #expect(try await status(nil) == 401)
        #expect(try await status("key-for-one-0123456789") == 403)
        #expect(try await status("ek_made_up") == 403)
        #expect(try await status("key-for-all-0123456789") == 200)
    }
}
