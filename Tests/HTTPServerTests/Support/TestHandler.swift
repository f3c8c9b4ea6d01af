// SPDX-License-Identifier: MIT

import EventLoop
import HTTPServer

/// An application with one path per behaviour; every other path tells what has arrived.
final class TestHandler: HTTPHandler {
    static let bodyLimit = 1000

    /// What happened to requests, for tests to wait for.
    let events: Recorder<String>
    private let streams: Recorder<HTTPBodyStream>
    private let gate: Gate
    private let loop: EventLoop
    private var lastStream: HTTPBodyStream?

    init(events: Recorder<String>, streams: Recorder<HTTPBodyStream>, gate: Gate, loop: EventLoop) {
        self.events = events
        self.streams = streams
        self.gate = gate
        self.loop = loop
    }

    func admission(of head: RequestHead, from address: SocketAddress) -> RequestAdmission {
        switch head.path {
        case "/forbidden": .reject(HTTPResponse(status: 403, body: Array("no".utf8)))
        case "/stream/early": .reject(stream())
        case "/megabytes": .readBody(limit: 8 << 20)
        default: .readBody(limit: Self.bodyLimit)
        }
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        switch request.head.path {
        case "/large":
            return HTTPResponse(status: 200, body: [UInt8](repeating: 0x61, count: 32 << 20))
        case "/nothing":
            return HTTPResponse(status: 204)
        case "/length":
            return HTTPResponse(status: 200, body: Array("\(request.body.count)".utf8))
        case "/address":
            return HTTPResponse(status: 200, body: Array("\(request.remoteAddress.ip)".utf8))
        case "/stream":
            return stream()
        case "/stream/nothing":
            return HTTPResponse(status: 204, stream: stream().stream ?? HTTPBodyStream(loop: loop))
        case "/stream/begun":
            return stream { $0.write(Array("begun".utf8)) }
        case "/stream/whole":
            return stream { stream in
                stream.write(Array("whole".utf8))
                stream.end()
            }
        case "/stream/limited":
            return stream(limit: Self.bodyLimit)
        case "/stream/full":
            return stream(limit: Self.bodyLimit) { $0.write([UInt8](repeating: 0x61, count: Self.bodyLimit)) }
        case "/stream/overfull":
            return stream(limit: Self.bodyLimit) { $0.write([UInt8](repeating: 0x61, count: Self.bodyLimit + 1)) }
        case "/stream/large":
            return stream(limit: 64 << 20)
        case "/stream/again":
            guard let lastStream else { return describe(request) }
            return HTTPResponse(status: 200, stream: lastStream)
        case "/stream/gate":
            events.record("started")
            await gate.wait()
            return stream()
        case "/gate":
            events.record("started")
            await gate.wait()
            return describe(request)
        case "/hang":
            events.record("started")
            // Ends only by cancellation.
            try? await Task.sleep(for: .seconds(86_400))
            events.record(Task.isCancelled ? "cancelled" : "woken")
            return HTTPResponse(status: 200)
        case "/later":
            await Task.yield()
            return describe(request)
        default:
            return describe(request)
        }
    }

    func response(to failure: HTTPServerFailure, head: RequestHead?) -> HTTPResponse {
        HTTPResponse(status: failure.status, body: Array(failure.explanation.utf8))
    }

    /// A response with a stream that the test gets to write to.
    private func stream(
        limit: Int = HTTPBodyStream.defaultLimit,
        _ begin: (HTTPBodyStream) -> Void = { _ in }
    ) -> HTTPResponse {
        let stream = HTTPBodyStream(loop: loop, limit: limit)
        stream.onClose = { [events] in events.record("closed") }
        begin(stream)
        streams.record(stream)
        lastStream = stream
        var fields = HTTPFields()
        fields.append("content-type", "text/event-stream")
        return HTTPResponse(status: 200, fields: fields, stream: stream)
    }

    private func describe(_ request: HTTPRequest) -> HTTPResponse {
        let query = request.head.query.map { "?\($0)" } ?? ""
        let body = String(decoding: request.body, as: UTF8.self)
        let text = "\(request.head.method) \(request.head.path)\(query) 1.\(request.head.minorVersion) [\(body)]"
        var fields = HTTPFields()
        fields.append("content-type", "text/plain")
        return HTTPResponse(status: 200, fields: fields, body: Array(text.utf8))
    }
}

/// Something that handlers wait for until a test opens it.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
