// SPDX-License-Identifier: MIT

import EventLoop
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(1))) struct DrainTests {
    private static let get = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let gate = "GET /gate HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test func whatIsInFlightIsFinishedAndThenCloses() async throws {
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking { try client.value.send(Self.gate + Self.get) }
            #expect(await server.events.next() == "started")
            try await server.drain()
            server.gate.open()
            let received = try await blocking { try client.value.receiveAll() }
            let responses = try ReceivedResponse.parseAll(received)
            #expect(responses.map(\.body) == ["GET /gate 1.1 []"])
            #expect(responses.first?.fields["connection"] == "close")
            client.value.close()
            #expect(await server.events.next() == "drained")
        }
    }

    @Test func aRequestThatHasBegunIsFinished() async throws {
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking {
                try client.value.send(
                    "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
                )
                _ = try client.value.receive(until: "\r\n\r\n")
            }
            try await server.drain()
            let received = try await blocking {
                try client.value.send("abc")
                return try client.value.receiveAll()
            }
            #expect(try ReceivedResponse.parseAll(received).map(\.fields["connection"]) == ["close"])
            client.value.close()
            #expect(await server.events.next() == "drained")
        }
    }

    @Test func idleConnectionsCloseAndNewOnesAreRefused() async throws {
        try await TestServer.run { server in
            let idle = try Confined(RawClient(port: server.port))
            try await blocking {
                try idle.value.send("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n")
                _ = try idle.value.receive(until: "\r\n\r\n")
            }
            try await server.drain()
            #expect(try await blocking { try idle.value.receiveAll() }.isEmpty)
            #expect(await server.events.next() == "drained")
            #expect(throws: RawClient.Failure.self) { try RawClient(port: server.port) }
        }
    }

    @Test func anEmptyServerIsDrainedAtOnce() async throws {
        try await TestServer.run { server in
            try await server.drain()
            #expect(await server.events.next() == "drained")
        }
    }

    @Test func closingAllCancelsWhatIsInWork() async throws {
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking { try client.value.send("GET /hang HTTP/1.1\r\nHost: h\r\n\r\n") }
            #expect(await server.events.next() == "started")
            try await server.loop.call { [server = server.server] in server.value.closeAll() }
            #expect(await server.events.next() == "cancelled")
            #expect(try await blocking { try client.value.receiveAll() }.isEmpty)
        }
    }
}
