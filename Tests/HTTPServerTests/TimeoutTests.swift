// SPDX-License-Identifier: MIT

import EventLoop
import HTTPServer
import Testing

/// Time limits hold in all, not per read; each test ends because the server ends the connection.
@Suite(.timeLimit(.minutes(1))) struct TimeoutTests {
    private func limits(_ change: (inout HTTPServerLimits) -> Void) -> HTTPServerLimits {
        var limits = HTTPServerLimits()
        change(&limits)
        return limits
    }

    /// Sends `start`, then one byte whenever nothing has come for 5 ms, and reads until the server ends the stream.
    private func drip(_ start: String, _ limits: HTTPServerLimits) async throws -> [ReceivedResponse] {
        let received = try await TestServer.run(limits) { server in
            try await blocking { [port = server.port] in
                let client = try RawClient(port: port)
                try client.send(start)
                while !client.hasInput(within: 5) { try client.send("a") }
                return try client.receiveAll()
            }
        }
        return try ReceivedResponse.parseAll(received)
    }

    @Test func aHeadThatDripsIs408() async throws {
        let responses = try await drip("GET /x HTTP/1.1\r\nX: ", limits { $0.headerTimeout = .milliseconds(50) })
        #expect(responses.map(\.status) == [408])
        #expect(responses.first?.body == HTTPServerFailure.headerTimeout.explanation)
    }

    @Test func aSecondHeadThatDripsIs408() async throws {
        let responses = try await drip(
            "GET /x HTTP/1.1\r\nHost: h\r\n\r\nGET /y",
            limits { $0.headerTimeout = .milliseconds(50) }
        )
        #expect(responses.map(\.status) == [200, 408])
    }

    @Test(arguments: ["Content-Length: 999", "Transfer-Encoding: chunked"])
    func aBodyThatDripsIs408(framing: String) async throws {
        let start = "POST /x HTTP/1.1\r\nHost: h\r\n\(framing)\r\n\r\n3;"
        let responses = try await drip(start, limits { $0.bodyTimeout = .milliseconds(50) })
        #expect(responses.map(\.status) == [408])
        #expect(responses.first?.body == HTTPServerFailure.bodyTimeout.explanation)
    }

    @Test func aSilentConnectionIsClosedWithoutAWord() async throws {
        let responses = try await TestServer.run(limits { $0.headerTimeout = .milliseconds(30) }) { server in
            try await server.exchange([])
        }
        #expect(responses.isEmpty)
    }

    @Test func anIdleConnectionIsClosedWithoutAWord() async throws {
        let responses = try await TestServer.run(limits { $0.idleTimeout = .milliseconds(30) }) { server in
            try await server.exchange(Array("GET /x HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
        }
        #expect(responses.map(\.status) == [200])
        #expect(responses.first?.fields["connection"] == "keep-alive")
    }

    @Test func theHandlerMayTakeLongerThanAnyOfThem() async throws {
        let short = limits {
            $0.headerTimeout = .milliseconds(10)
            $0.bodyTimeout = .milliseconds(10)
            $0.idleTimeout = .milliseconds(10)
            $0.writeTimeout = .milliseconds(10)
        }
        let responses = try await TestServer.run(short) { server in
            let (loop, gate) = (server.loop, server.gate)
            try await loop.call { LoopTimer(loop: loop) { gate.open() }.arm(after: .milliseconds(150)) }
            return try await server.exchange(Array("GET /gate HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
        }
        #expect(responses.map(\.status) == [200])
    }

    @Test func aResponseThatIsNotReadIsGivenUp() async throws {
        let received = try await TestServer.run(limits { $0.writeTimeout = .milliseconds(50) }) { server in
            let client = try Confined(RawClient(port: server.port, receiveBuffer: 4096))
            try await blocking {
                try client.value.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
                _ = try client.value.receive(until: "\r\n\r\n")
            }
            try await server.waitForConnections(0)
            return try await blocking { try client.value.receiveAll().count }
        }
        #expect(received < 32 << 20)
    }

    @Test func aResponseThatIsReadSlowlyEnoughArrivesWhole() async throws {
        let responses = try await TestServer.run { server in
            let received = try await blocking { [port = server.port] in
                let client = try RawClient(port: port, receiveBuffer: 4096)
                try client.send(
                    "GET /large HTTP/1.1\r\nHost: h\r\n\r\nGET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                )
                return try client.receiveAll()
            }
            return try ReceivedResponse.parseAll(received)
        }
        #expect(responses.map(\.status) == [200, 200])
        #expect(responses.first?.body.utf8.count == 32 << 20)
    }
}
