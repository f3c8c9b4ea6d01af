// SPDX-License-Identifier: MIT

import EventLoop
import HTTPServer
import Testing

/// A client of a streamed response together with the server's end of it.
struct StreamClient: Sendable {
    let server: TestServer
    let stream: HTTPBodyStream
    let socket: Confined<RawClient>
    /// The response's head.
    let head: String

    /// Sends `request` and waits for the head of its streamed response.
    static func open(
        _ server: TestServer,
        _ request: String = request(),
        receiveBuffer: Int32? = nil
    ) async throws -> StreamClient {
        let socket = try Confined(RawClient(port: server.port, receiveBuffer: receiveBuffer))
        let head = try await blocking {
            try socket.value.send(request)
            return try socket.value.receive(until: "\r\n\r\n")
        }
        let stream = try #require(await server.streams.next())
        return StreamClient(server: server, stream: stream, socket: socket, head: head)
    }

    static func request(_ path: String = "/stream", method: String = "GET", minorVersion: Int = 1) -> String {
        "\(method) \(path) HTTP/1.\(minorVersion)\r\nHost: h\r\n\r\n"
    }

    /// Does something with the stream on its loop.
    func onLoop<Result: Sendable>(_ work: @escaping @Sendable (HTTPBodyStream) -> Result) async throws -> Result {
        try await server.loop.call { [stream] in work(stream) }
    }

    /// Writes to the stream; gives what that returned.
    @discardableResult
    func write(_ text: String) async throws -> Bool {
        try await onLoop { $0.write(Array(text.utf8)) }
    }

    func end() async throws {
        try await onLoop { $0.end() }
    }

    func send(_ text: String) async throws {
        try await blocking { [socket] in try socket.value.send(text) }
    }

    func receive(until text: String) async throws -> String {
        try await blocking { [socket] in try socket.value.receive(until: text) }
    }

    /// Receives until the server ends the connection.
    func receiveAll() async throws -> String {
        String(decoding: try await blocking { [socket] in try socket.value.receiveAll() }, as: UTF8.self)
    }
}
