// SPDX-License-Identifier: MIT

import EventLoop
import Testing

@testable import HTTPServer

/// What a slow client may cost.
@Suite(.timeLimit(.minutes(1))) struct StreamLimitTests {
    private static let limit = TestHandler.bodyLimit

    /// Writes until the kernel takes no more; gives how many bytes of content that were.
    private func fill(_ client: StreamClient, upTo pending: Int = 1) async throws -> Int {
        try await client.onLoop { stream in
            let piece = [UInt8](repeating: 0x61, count: 100)
            var count = 0
            while stream.pendingBytes < pending, stream.write(piece) { count += piece.count }
            return count
        }
    }

    @Test func theLimitIsOfWhatWaitsForTheClient() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(
                server,
                StreamClient.request("/stream/limited"),
                receiveBuffer: 4096
            )
            // Far more than the limit goes through as long as the kernel takes it.
            #expect(try await fill(client) > 10 * Self.limit)
            let isOpen = try await client.onLoop { stream in
                let rest = [UInt8](repeating: 0x62, count: Self.limit - stream.pendingBytes)
                return [stream.write(rest), stream.write([0x63]), stream.write([0x64])]
            }
            #expect(isOpen == [true, false, false])
            #expect(await server.events.next() == "closed")
            #expect(try await server.connectionCount() == 0)
            // What the kernel had taken arrives, what waited does not, and neither does an end.
            #expect(try await !client.receiveAll().contains("b"))
        }
    }

    @Test func theLimitHoldsForOneWrite() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request("/stream/limited"))
            #expect(try await client.write(String(repeating: "x", count: Self.limit)))
            #expect(try await client.receive(until: "x\r\n").utf8.count == Self.limit + 7)
            #expect(try await !client.write(String(repeating: "x", count: Self.limit + 1)))
            #expect(await server.events.next() == "closed")
            #expect(try await client.receiveAll().isEmpty)
        }
    }

    @Test func theLimitHoldsBeforeTheResponse() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request("/stream/full"))
            #expect(try await client.receive(until: "a\r\n").utf8.count == Self.limit + 7)
            #expect(try await client.onLoop(\.isOpen))
            #expect(try await server.exchange(Array(StreamClient.request("/stream/overfull").utf8)).isEmpty)
            #expect(await server.events.next() == "closed")
        }
    }

    @Test func whatWaitsArrivesInOrder() async throws {
        try await TestServer.run { server in
            let request = StreamClient.request("/stream/large", minorVersion: 0)
            let client = try await StreamClient.open(server, request, receiveBuffer: 4096)
            let content = (0..<400_000).map { "\($0)," }.joined()
            async let received = client.receiveAll()
            var rest = Array(content.utf8)[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(7919))
                rest = rest.dropFirst(7919)
                #expect(try await client.onLoop { $0.write(piece) })
            }
            try await client.end()
            #expect(try await received == content)
        }
    }

    @Test func theEndComesAfterAllThatWaits() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, receiveBuffer: 4096)
            let count = try await fill(client, upTo: 100_000)
            try await client.end()
            try await client.send("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            let received = try await client.receiveAll()
            #expect(received.split(separator: "\r\n").filter { $0.hasPrefix("aa") }.count == count / 100)
            #expect(received.contains("a\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func aHalfClosedClientThatIsBehindGetsTheRest() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, receiveBuffer: 4096)
            let count = try await fill(client, upTo: 10_000)
            client.socket.value.shutDownWriting()
            // Before anything is read.
            #expect(await server.events.next() == "closed")
            let received = try await client.receiveAll()
            #expect(received.split(separator: "\r\n").filter { $0.hasPrefix("aa") }.count == count / 100)
            #expect(received.hasSuffix("a\r\n0\r\n\r\n"))
        }
    }

    // MARK: Time

    private static func short(write: Duration = .milliseconds(10)) -> HTTPServerLimits {
        var limits = HTTPServerLimits()
        // The client needs some time to send its request.
        limits.headerTimeout = .milliseconds(500)
        limits.bodyTimeout = .milliseconds(10)
        limits.idleTimeout = .milliseconds(10)
        limits.writeTimeout = write
        return limits
    }

    @Test(arguments: ["/stream", "/stream/early"])
    func aStreamThatRestsOutlivesAllTimeouts(path: String) async throws {
        try await TestServer.run(Self.short()) { server in
            let client = try await StreamClient.open(server, StreamClient.request(path))
            let rested = Recorder<Bool>()
            try await client.onLoop { stream in
                LoopTimer(loop: server.loop) { rested.record(stream.write(Array("a".utf8))) }
                    .arm(after: .milliseconds(900))
            }
            #expect(await rested.next() == true)
            #expect(try await client.receive(until: "a\r\n") == "1\r\na\r\n")
        }
    }

    @Test func aStreamThatWasBehindOnceOutlivesAllTimeouts() async throws {
        try await TestServer.run(Self.short(write: .seconds(2))) { server in
            let client = try await StreamClient.open(server, receiveBuffer: 4096)
            _ = try await fill(client, upTo: 10_000)
            async let received = client.receiveAll()
            while try await client.onLoop(\.pendingBytes) > 0 { await Task.yield() }
            let rested = Recorder<Bool>()
            try await client.onLoop { stream in
                LoopTimer(loop: server.loop) {
                    rested.record(stream.write(Array("b".utf8)))
                    stream.end()
                }
                .arm(after: .milliseconds(2300))
            }
            #expect(await rested.next() == true)
            #expect(try await received.hasSuffix("1\r\nb\r\n0\r\n\r\n"))
        }
    }

    @Test(arguments: [false, true])
    func aClientThatTakesNothingIsGivenUp(hasEnded: Bool) async throws {
        try await TestServer.run(Self.short(write: .milliseconds(50))) { server in
            let client = try await StreamClient.open(server, receiveBuffer: 4096)
            _ = try await fill(client)
            if hasEnded { try await client.end() } else { #expect(await server.events.next() == "closed") }
            try await server.waitForConnections(0)
            #expect(try await !client.receiveAll().contains("\r\n0\r\n"))
        }
    }

    @Test func writesDoNotProlongTheTimeForThoseBefore() async throws {
        try await TestServer.run(Self.short(write: .milliseconds(500))) { server in
            let client = try await StreamClient.open(
                server,
                StreamClient.request("/stream/large"),
                receiveBuffer: 4096
            )
            _ = try await fill(client)
            while try await client.write("b") {}
            #expect(await server.events.next() == "closed")
        }
    }

    // MARK: Number

    @Test func streamsAreConnectionsToTheLimit() async throws {
        var limits = HTTPServerLimits()
        limits.maxConnections = 2
        try await TestServer.run(limits) { server in
            let first = try await StreamClient.open(server)
            let second = try await StreamClient.open(server)
            #expect(try await server.exchange([]).map(\.status) == [503])
            try await second.write("a")
            #expect(try await second.receive(until: "a\r\n") == "1\r\na\r\n")
            first.socket.value.close()
            #expect(await server.events.next() == "closed")
            try await server.waitForConnections(1)
            #expect(try await server.exchange(Array("GET /x HTTP/1.0\r\n\r\n".utf8)).map(\.status) == [200])
        }
    }
}
