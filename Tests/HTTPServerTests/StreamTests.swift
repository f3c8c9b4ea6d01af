// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import HTTPServer

/// Responses that are written while the client listens.
@Suite(.timeLimit(.minutes(1))) struct StreamTests {
    private static let lastGet = "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"

    @Test func eachWriteArrivesAsAChunk() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server)
            #expect(client.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(client.head.contains("content-type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"))
            #expect(client.head.contains("Connection: keep-alive\r\n"))
            #expect(!client.head.contains("Content-Length"))
            #expect(try await client.write("hello"))
            #expect(try await client.receive(until: "hello\r\n") == "5\r\nhello\r\n")
            let text = String(repeating: "x", count: 0x1a2b)
            #expect(try await client.write(text))
            #expect(try await client.receive(until: "x\r\n") == "1a2b\r\n\(text)\r\n")
            try await client.end()
            #expect(try await client.receive(until: "0\r\n\r\n") == "0\r\n\r\n")
        }
    }

    @Test func anEmptyWriteIsNotTheEnd() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server)
            #expect(try await client.write(""))
            #expect(try await client.write("a"))
            try await client.end()
            #expect(try await client.receive(until: "0\r\n\r\n") == "1\r\na\r\n0\r\n\r\n")
        }
    }

    @Test func requestsBehindAStreamWaitForItsEnd() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request() + "GET /pi")
            try await client.send("peline HTTP/1.1\r\nHost: h\r\n\r\n" + Self.lastGet)
            try await client.write("a")
            #expect(try await client.receive(until: "a\r\n") == "1\r\na\r\n")
            try await client.end()
            let rest = try await client.receiveAll()
            #expect(rest.hasPrefix("0\r\n\r\nHTTP/1.1 200 OK\r\n"))
            let responses = try ReceivedResponse.parseAll(Array(rest.utf8.dropFirst(5)))
            #expect(responses.map(\.body) == ["GET /pipeline 1.1 []", "GET /x 1.1 []"])
        }
    }

    @Test(arguments: ["", "Connection: keep-alive\r\n"])
    func withoutTheChunkedCodingTheConnectionIsTheEnd(field: String) async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, "GET /stream HTTP/1.0\r\n\(field)\r\n")
            #expect(client.head.contains("Connection: close\r\n"))
            #expect(!client.head.contains("Transfer-Encoding"))
            try await client.write("hello")
            #expect(try await client.receive(until: "hello") == "hello")
            try await client.write("5\r\n")
            try await client.end()
            #expect(try await client.receiveAll() == "5\r\n")
        }
    }

    @Test func whatIsWrittenBeforeTheResponseComesWithItsHead() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request("/stream/begun"))
            #expect(try await client.receive(until: "begun\r\n") == "5\r\nbegun\r\n")
            #expect(try await client.onLoop(\.isOpen))
        }
    }

    @Test(arguments: [0, 1])
    func aStreamMayBeWholeBeforeItsResponse(minorVersion: Int) async throws {
        try await TestServer.run { server in
            let request = StreamClient.request("/stream/whole", minorVersion: minorVersion)
            let client = try await StreamClient.open(server, request)
            if minorVersion == 1 { try await client.send(Self.lastGet) }
            let rest = try await client.receiveAll()
            guard minorVersion == 1 else { return #expect(rest == "whole") }
            #expect(rest.hasPrefix("5\r\nwhole\r\n0\r\n\r\nHTTP/1.1 200"))
            #expect(rest.hasSuffix("GET /x 1.1 []"))
        }
    }

    @Test func wholeStreamsInAPipelineAreAnsweredInOrder() async throws {
        try await TestServer.run { server in
            let whole = StreamClient.request("/stream/whole")
            let client = try await StreamClient.open(server, whole + whole + Self.lastGet)
            let rest = try await client.receiveAll()
            #expect(rest.components(separatedBy: "5\r\nwhole\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n").count == 3)
            #expect(rest.hasSuffix("GET /x 1.1 []"))
        }
    }

    @Test func aRequestMayBeRefusedWithAStream() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request("/stream/early"))
            try await client.write("a")
            try await client.send(Self.lastGet)
            try await client.end()
            let rest = try await client.receiveAll()
            #expect(rest.hasPrefix("1\r\na\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"))
        }
    }

    @Test(arguments: [("/stream", "HEAD"), ("/stream/begun", "HEAD"), ("/stream/nothing", "GET")])
    func aResponseWithoutContentClosesItsStream(path: String, method: String) async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server, StreamClient.request(path, method: method))
            #expect(client.head.contains("Transfer-Encoding: chunked\r\n") == (method == "HEAD"))
            #expect(!client.head.contains("Content-Length"))
            #expect(await server.events.next() == "closed")
            #expect(try await !client.write("a"))
            try await client.send(Self.lastGet)
            #expect(try await client.receiveAll().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func afterItsEndAStreamTakesNothingAndTellsNothing() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server)
            try await client.end()
            #expect(try await !client.onLoop(\.isOpen))
            #expect(try await !client.write("a"))
            try await client.end()
            try await client.send(Self.lastGet)
            #expect(try await client.receiveAll().hasPrefix("0\r\n\r\nHTTP/1.1 200 OK\r\n"))
            server.events.record("nothing before")
            #expect(await server.events.next() == "nothing before")
        }
    }

    @Test func anOpenStreamLetsTheLoopRest() async throws {
        try await TestServer.run { server in
            let client = try await StreamClient.open(server)
            try await client.send(Self.lastGet)
            #expect(try await server.turnsInAWhile() < 100, "the loop spins on unread input")
        }
    }

    @Test func aStreamIsNotOfTwoResponses() async {
        await #expect(processExitsWith: .failure) {
            try await TestServer.run { server in
                let client = try await StreamClient.open(server)
                #expect(try await client.onLoop(\.isOpen))
                _ = try await server.exchange(Array(StreamClient.request("/stream/again").utf8))
            }
        }
    }

    @Test(arguments: [1, 9, 10, 15, 16, 255, 256, 4096, 0xabcde])
    func chunkSizesAreHexadecimal(size: Int) {
        var writer = ChunkWriter()
        writer.write([UInt8](repeating: 0x61, count: size))
        #expect(writer.bytes.prefix { $0 != 0x0d } == Array(String(size, radix: 16).utf8)[...])
        writer.write([])
        #expect(writer.bytes.isEmpty)
    }
}
