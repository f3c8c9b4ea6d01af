// SPDX-License-Identifier: MIT

import Testing

/// A client that goes away takes its upstream exchange with it; one that only stops talking does not.
struct ClientGoneTests {
    @Test("A client that goes away", arguments: ["hang", "hang-after-head", "drip"])
    func cancelsTheUpstreamExchange(behaviour: String) async throws {
        let hostile = try await UpstreamProcess.hostile()
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try hostile.port())/\(behaviour)")
        let relay = try await RelayProcess(configuration: "{ providers: { \(entry) } }")
        let pending = try await relay.begin(try .offer(to: "here"))
        try await hostile.wait(for: 1, "request")
        pending.socket.close()
        try await hostile.wait(for: 1, "hang-up")
        let line = try await relay.process.standardError.line(containing: "client_closed_request")
        #expect(line.contains("\"status\":499"))
        #expect(line.contains("\"route\":\"/v1/realtime/calls\""))
    }

    @Test func answersAClientThatHasOnlyFinishedSending() async throws {
        let canned = try await UpstreamProcess.canned(["held": .init(body: ErrorTableBench.answer, held: true)])
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/held")
        let relay = try await RelayProcess(configuration: "{ providers: { \(entry) } }")
        let pending = try await relay.begin(try .offer(to: "here"))
        pending.socket.shutDownWriting()
        try await canned.wait(for: 1)
        try await canned.release()
        #expect(try await pending.reply().status == 201)
    }
}
