// SPDX-License-Identifier: MIT

import Testing

/// How much the relay takes on at once.
struct LoadLimitTests {
    @Test func answersWhatIsOverTheExchangesInFlight() async throws {
        let canned = try await UpstreamProcess.canned(["held": .init(body: ErrorTableBench.answer, held: true)])
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/held")
        let relay = try await RelayProcess(
            configuration: "{ limits: { max_in_flight: 2 }, providers: { \(entry) } }"
        )
        let first = try await relay.begin(try .offer(to: "here"))
        let second = try await relay.begin(try .offer(to: "here"))
        try await canned.wait(for: 2)
        let refused = try await relay.exchange(with: "here")
        let error = try ErrorEnvelope.check(refused)
        #expect(refused.status == 503)
        #expect(error.code == "overloaded")
        #expect(error.relay.retryable)
        #expect(refused["retry-after"] == "1")
        // What needs no upstream is still answered.
        #expect(try await relay.send(HTTPCall(method: "GET", target: "/healthz")).status == 200)
        try await canned.release()
        #expect(try await first.reply().status == 201)
        #expect(try await second.reply().status == 201)
        // The places are free again.
        #expect(try await relay.exchange(with: "here").status == 201)
        #expect(try await canned.requests().count == 3)
    }

    @Test func keepsPlacesForOthersWhenOneProviderIsSlow() async throws {
        let canned = try await UpstreamProcess.canned([
            "held": .init(body: ErrorTableBench.answer, held: true), "fast": .init(body: ErrorTableBench.answer),
        ])
        let port = try canned.port()
        let slow = ErrorTableBench.entry("slow", "http://127.0.0.1:\(port)/held")
        let fast = ErrorTableBench.entry("fast", "http://127.0.0.1:\(port)/fast", "max_in_flight: 1")
        let relay = try await RelayProcess(
            configuration: "{ default_provider: 'fast', limits: { max_in_flight: 4 }, providers: { \(slow), \(fast) } }"
        )
        var held: [Pending] = []
        for count in 1...3 {
            held.append(try await relay.begin(try .offer(to: "slow")))
            try await canned.wait(for: count)
        }
        for _ in 0..<3 {
            #expect(try await relay.exchange(with: "slow").status == 503)
            #expect(try await relay.exchange(with: "fast").status == 201)
        }
        try await canned.release()
        for pending in held { #expect(try await pending.reply().status == 201) }
    }

    @Test func freesThePlaceOfAClientThatWentAway() async throws {
        let canned = try await UpstreamProcess.canned(["held": .init(body: ErrorTableBench.answer, held: true)])
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/held")
        let relay = try await RelayProcess(
            configuration: "{ limits: { max_in_flight: 1 }, providers: { \(entry) } }"
        )
        let gone = try await relay.begin(try .offer(to: "here"))
        try await canned.wait(for: 1)
        gone.socket.close()
        _ = try await relay.process.standardError.line(containing: "client_closed_request")
        try await canned.release()
        #expect(try await relay.exchange(with: "here").status == 201)
    }

    @Test func answersWhatIsOverTheConnections() async throws {
        let relay = try await RelayProcess(
            configuration: """
                { loops: 2, limits: { max_connections: 2 },
                  providers: { here: { kind: 'compatible', base_url: 'http://127.0.0.1:1', prewarm: false } } }
                """
        )
        var connections: [Pending] = []
        for _ in 0..<2 {
            let connection = try await relay.begin(HTTPCall(method: "GET", target: "/healthz"))
            #expect(try await connection.reply().status == 200)
            connections.append(connection)
        }
        let refused = try await relay.begin(HTTPCall(method: "GET", target: "/healthz"))
        let reply = try await refused.reply()
        let error = try ErrorEnvelope.check(reply)
        #expect(reply.status == 503)
        #expect(error.code == "too_many_connections")
        #expect(error.relay.retryable)
        #expect(reply["retry-after"] == "1")
        #expect(reply["connection"] == "close")
        // Those that are there are still served.
        try connections[0].send(HTTPCall(method: "GET", target: "/readyz").bytes)
        #expect(try await connections[0].reply().status == 200)
    }
}
