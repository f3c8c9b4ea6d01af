// SPDX-License-Identifier: MIT

import Testing

/// Clients that close, reset or half-close while their request is in work.
@Suite(.timeLimit(.minutes(1))) struct ClientGoneTests {
    private static let interim = "HTTP/1.1 100 Continue\r\n\r\n"

    private static func request(_ path: String, minorVersion: Int = 1) -> String {
        "GET \(path) HTTP/1.\(minorVersion)\r\nHost: h\r\nConnection: close\r\n\r\n"
    }

    /// Starts a request, does something to its connection, and gives what the server records after that.
    private func whatFollows(
        _ request: String,
        _ action: @escaping @Sendable (RawClient) throws -> Void
    ) async throws -> String? {
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking { try client.value.send(request) }
            #expect(await server.events.next() == "started")
            try await blocking { try action(client.value) }
            return await server.events.next()
        }
    }

    @Test func aClosedClientCancelsItsRequest() async throws {
        #expect(try await whatFollows(Self.request("/hang")) { $0.close() } == "cancelled")
    }

    @Test func aClosedClientCancelsItsRequestThoughMoreWasSent() async throws {
        // More than one read takes, less than the kernel holds.
        let more = String(repeating: "x", count: 100_000)
        #expect(try await whatFollows(Self.request("/hang") + more) { $0.close() } == "cancelled")
    }

    @Test(arguments: [0, 1])
    func aResettingClientCancelsItsRequest(minorVersion: Int) async throws {
        let request = Self.request("/hang", minorVersion: minorVersion)
        #expect(try await whatFollows(request) { try $0.reset() } == "cancelled")
    }

    @Test func aHalfClosedClientGetsItsResponse() async throws {
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking { try client.value.send(Self.request("/gate")) }
            #expect(await server.events.next() == "started")
            let interim = try await blocking {
                client.value.shutDownWriting()
                return try client.value.receive(until: "\r\n\r\n")
            }
            #expect(interim == Self.interim)
            #expect(try await server.turnsInAWhile() < 100, "the loop spins on the end of the stream")
            server.gate.open()
            let received = try await blocking { try client.value.receiveAll() }
            #expect(try ReceivedResponse.parseAll(received).map(\.body) == ["GET /gate 1.1 []"])
        }
    }

    /// HTTP/1.0 has no interim responses.
    @Test func aHalfClosedClientOfVersion10GetsItsResponseAlone() async throws {
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking {
                try client.value.send(Self.request("/gate", minorVersion: 0))
                client.value.shutDownWriting()
            }
            #expect(await server.events.next() == "started")
            #expect(try await server.turnsInAWhile() < 100, "the loop spins on the end of the stream")
            server.gate.open()
            let received = try await blocking { try client.value.receiveAll() }
            #expect(try ReceivedResponse.parseAll(received).map(\.body) == ["GET /gate 1.0 []"])
        }
    }

    @Test func aHalfClosedPipelineIsAnsweredToItsEnd() async throws {
        let pipeline = "GET /gate HTTP/1.1\r\nHost: h\r\n\r\nGET /later HTTP/1.1\r\nHost: h\r\n\r\n"
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking {
                try client.value.send(pipeline)
                client.value.shutDownWriting()
                #expect(try client.value.receive(until: "\r\n\r\n") == Self.interim)
            }
            server.gate.open()
            let received = try await blocking { try client.value.receiveAll() }
            let responses = try ReceivedResponse.parseAll(received).filter { $0.status != 100 }
            #expect(responses.map(\.body) == ["GET /gate 1.1 []", "GET /later 1.1 []"])
        }
    }

    @Test func anIdleClientThatClosesIsForgotten() async throws {
        try await TestServer.run { server in
            let client = try RawClient(port: server.port)
            try await server.waitForConnections(1)
            client.close()
            try await server.waitForConnections(0)
        }
    }
}

/// A client that one thread at a time uses, each after the other.
struct Confined<Value>: @unchecked Sendable {
    // `@unchecked Sendable`: every use is awaited before the next one begins.
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
