// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// How the relay ends.
struct TerminationTests {
    /// A relay with one exchange in flight, whose upstream answers when it is told to.
    private struct Held {
        let canned: UpstreamProcess
        let relay: RelayProcess
        let exchange: Pending

        init(root: String = "") async throws {
            canned = try await UpstreamProcess.canned(["held": .init(body: ErrorTableBench.answer, held: true)])
            let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/held")
            relay = try await RelayProcess(configuration: "{ loops: 1, \(root) providers: { \(entry) } }")
            exchange = try await relay.begin(try .offer(to: "here"))
            try await canned.wait(for: 1)
        }

        func lastEvent() async throws -> String {
            try await relay.process.standardError.all().split(separator: "\n").last.map(String.init) ?? ""
        }
    }

    @Test("The first signal lets what is in flight finish", arguments: [SIGTERM, SIGINT])
    func finishesWhatIsInFlight(signal: Int32) async throws {
        let held = try await Held()
        held.relay.terminate(signal)
        let line = try await held.relay.process.standardError.line(containing: "draining")
        #expect(line.contains("\"in_flight\":\"1\""))
        try await held.canned.release()
        let reply = try await held.exchange.reply()
        #expect(reply.status == 201)
        #expect(reply.text == ErrorTableBench.answer)
        #expect(reply["connection"] == "close")
        #expect(try await held.exchange.endsSilently())
        held.exchange.socket.close()
        #expect(try await held.relay.process.exitCode() == 0)
        #expect(try await held.lastEvent().contains("\"event\":\"stopped\""))
    }

    @Test func acceptsNoMoreWhileDrainingAndSaysItIsNotReady() async throws {
        let held = try await Held()
        // A request of which a part has come belongs to what is in flight.
        let started = try await held.relay.begin(HTTPCall(method: "GET", target: "/healthz"))
        #expect(try await started.reply().status == 200)
        try started.send(Array("GET /readyz HTTP/1.1\r\nHost: h\r\n".utf8))
        let idle = try await held.relay.begin(HTTPCall(method: "GET", target: "/readyz"))
        #expect(try await idle.reply().status == 200)
        held.relay.terminate()
        // An idle connection is closed, which tells that draining has begun on the loop.
        #expect(try await idle.endsSilently())
        try started.send(Array("\r\n".utf8))
        let reply = try await started.reply()
        #expect(reply.status == 503)
        #expect(reply.text == #"{"status":"draining"}"#)
        let port = held.relay.port
        await #expect(throws: Missing.self) { try await blocking { _ = try ClientSocket(port: port) } }
        try await held.canned.release()
        #expect(try await held.exchange.reply().status == 201)
        for connection in [held.exchange, started, idle] { connection.socket.close() }
        #expect(try await held.relay.process.exitCode() == 0)
    }

    @Test func cutsWhatIsInFlightAtTheDeadline() async throws {
        let held = try await Held(root: "drain_timeout: '50ms',")
        held.relay.terminate()
        #expect(try await held.exchange.endsSilently())
        #expect(try await held.relay.process.exitCode() == 0)
        let log = try await held.relay.process.standardError.all()
        #expect(log.contains("\"event\":\"cut_short\",\"in_flight\":\"1\""))
        // Also what was cut is logged.
        #expect(log.contains("\"code\":\"shutting_down\""))
    }

    @Test(
        "A second signal ends it at once",
        arguments: [(SIGTERM, SIGTERM, Int32(143)), (SIGINT, SIGINT, Int32(130)), (SIGTERM, SIGINT, Int32(130))]
    )
    func endsAtOnceOnASecondSignal(first: Int32, second: Int32, exitCode: Int32) async throws {
        let held = try await Held()
        held.relay.terminate(first)
        _ = try await held.relay.process.standardError.line(containing: "draining")
        held.relay.terminate(second)
        #expect(try await held.relay.process.exitCode() == exitCode)
        #expect(try await held.exchange.endsSilently())
    }

    @Test func endsAtOnceWithNothingInFlight() async throws {
        let relay = try await RelayProcess(
            configuration: "{ providers: { openai: { kind: 'openai', prewarm: false } } }"
        )
        relay.terminate()
        #expect(try await relay.process.exitCode() == 0)
    }

    @Test func tellsOfItsEndInTheTextFormatToo() async throws {
        let relay = try await RelayProcess(
            configuration: "{ log: { format: 'text' }, providers: { openai: { kind: 'openai', prewarm: false } } }"
        )
        relay.terminate()
        #expect(try await relay.process.exitCode() == 0)
        let log = try await relay.process.standardError.all()
        #expect(log.contains(" listening address=http://127.0.0.1:\(relay.port) "))
        #expect(log.contains(" draining signal=15 in_flight=0\n"))
        #expect(log.hasSuffix(" stopped\n"))
        #expect(!log.contains("{"))
    }
}
