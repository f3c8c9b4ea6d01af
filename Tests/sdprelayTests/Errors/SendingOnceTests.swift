// SPDX-License-Identifier: MIT

import Testing

/// Creating a session is billed, so that a request that may have arrived is never sent again.
struct SendingOnceTests {
    /// A relay of one loop, so that there is one connection to keep.
    private func relay(_ behaviour: String, of hostile: UpstreamProcess) async throws -> RelayProcess {
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try hostile.port())/\(behaviour)")
        return try await RelayProcess(configuration: "{ loops: 1, providers: { \(entry) } }")
    }

    @Test("A kept connection that closes on the next request", arguments: ["close-on-reuse", "close-after"])
    func sendsNoRequestTwice(behaviour: String) async throws {
        let hostile = try await UpstreamProcess.hostile()
        let relay = try await relay(behaviour, of: hostile)
        var statuses: [Int] = []
        for _ in 0..<4 { statuses.append(try await relay.exchange(with: "here").status) }
        let requests = try await hostile.requests()
        // With `close-on-reuse` every second request reaches an upstream that closes in its face.
        #expect(statuses == (behaviour == "close-on-reuse" ? [201, 502, 201, 502] : [201, 201, 201, 201]))
        #expect(requests.count == 4)
    }

    @Test func saysThatASessionMayExistAfterAConnectionWasLost() async throws {
        let hostile = try await UpstreamProcess.hostile()
        let relay = try await relay("close-on-reuse", of: hostile)
        _ = try await relay.exchange(with: "here")
        let reply = try await relay.exchange(with: "here")
        let error = try ErrorEnvelope.check(reply)
        #expect(error.code == "upstream_connection_lost")
        #expect(reply["x-should-retry"] == "false")
    }
}
