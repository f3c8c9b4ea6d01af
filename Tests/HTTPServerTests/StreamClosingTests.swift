// SPDX-License-Identifier: MIT

import EventLoop
import HTTPServer
import Testing

/// Streams that end because the client goes, or the server does.
@Suite(.timeLimit(.minutes(1))) struct StreamClosingTests {
    /// Opens a stream, does something to its connection, and expects the owner to be told.
    private func expectClosed(
        minorVersion: Int = 1,
        _ action: @escaping @Sendable (RawClient) throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request(minorVersion: minorVersion))
            #expect(try await client.onLoop(\.isOpen))
            try await blocking { [socket = client.socket] in try action(socket.value) }
            #expect(await server.events.next() == "closed")
            #expect(try await !client.onLoop(\.isOpen))
            #expect(try await !client.write("a"))
        }
    }

    @Test(arguments: [0, 1])
    func aClosedClientEndsItsStream(minorVersion: Int) async throws {
        try await expectClosed(minorVersion: minorVersion) { $0.close() }
    }

    @Test(arguments: [0, 1])
    func aResettingClientEndsItsStream(minorVersion: Int) async throws {
        try await expectClosed(minorVersion: minorVersion) { try $0.reset() }
    }

    @Test func aClosedClientEndsItsStreamThoughMoreWasSent() async throws {
        try await expectClosed { client in
            try client.send(String(repeating: "x", count: 100_000))
            client.close()
        }
    }

    @Test(arguments: [0, 1])
    func aHalfClosedClientGetsAProperEnd(minorVersion: Int) async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request(minorVersion: minorVersion))
            try await client.write("a")
            client.socket.value.shutDownWriting()
            #expect(await server.events.next() == "closed")
            // No interim response: it would be in the middle of the content.
            #expect(try await client.receiveAll() == (minorVersion == 1 ? "1\r\na\r\n0\r\n\r\n" : "a"))
        }
    }

    @Test func aHalfClosedPipelineBehindAStreamIsAnswered() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server)
            try await client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n")
            client.socket.value.shutDownWriting()
            let rest = try await client.receiveAll()
            #expect(rest.hasPrefix("0\r\n\r\nHTTP/1.1 200 OK\r\n"))
            #expect(rest.hasSuffix("GET /x 1.1 []"))
        }
    }

    @Test func aClientThatHadHalfClosedBeforeGetsAnEmptyStream() async throws {
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking {
                try client.value.send(StreamClient.request("/stream/gate"))
                client.value.shutDownWriting()
                _ = try client.value.receive(until: "100 Continue\r\n\r\n")
            }
            server.gate.open()
            let received = String(decoding: try await blocking { try client.value.receiveAll() }, as: UTF8.self)
            #expect(received.hasSuffix("\r\n\r\n0\r\n\r\n"))
            #expect(await server.events.next() == "started")
            #expect(await server.events.next() == "closed")
        }
    }

    @Test func aClientThatHasGoneBeforeItsStreamClosesIt() async throws {
        try await TestServer.run { server in
            let client = try Confined(RawClient(port: server.port))
            try await blocking { try client.value.send(StreamClient.request("/stream/gate")) }
            #expect(await server.events.next() == "started")
            try client.value.reset()
            try await server.waitForConnections(0)
            server.gate.open()
            #expect(await server.events.next() == "closed")
        }
    }

    // MARK: The server's end

    @Test(arguments: [0, 1])
    func drainEndsStreamsProperly(minorVersion: Int) async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request(minorVersion: minorVersion))
            // A request behind the stream is not begun any more.
            try await client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n")
            try await client.write("a")
            try await server.drain()
            #expect(await server.events.next() == "closed")
            #expect(try await client.receiveAll() == (minorVersion == 1 ? "1\r\na\r\n0\r\n\r\n" : "a"))
            client.socket.value.close()
            #expect(await server.events.next() == "drained")
        }
    }

    @Test func aStreamThatBeginsInADrainEndsAtOnce() async throws {
        try await TestServer.run { server in
            let socket = try Confined(RawClient(port: server.port))
            try await blocking { try socket.value.send(StreamClient.request("/stream/gate")) }
            #expect(await server.events.next() == "started")
            try await server.drain()
            server.gate.open()
            let received = String(decoding: try await blocking { try socket.value.receiveAll() }, as: UTF8.self)
            #expect(received.contains("Connection: close\r\n"))
            #expect(received.hasSuffix("\r\n\r\n0\r\n\r\n"))
            #expect(await server.events.next() == "closed")
            socket.value.close()
            #expect(await server.events.next() == "drained")
        }
    }

    @Test func closingAllCutsStreams() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server)
            try await client.write("a")
            try await server.loop.call { [server = server.server] in server.value.closeAll() }
            #expect(await server.events.next() == "closed")
            #expect(try await client.receiveAll() == "1\r\na\r\n")
        }
    }
}
