// SPDX-License-Identifier: MIT

import Foundation

/// The real program, serving on a free port.
final class RelayProcess: Sendable {
    let process: ChildProcess
    let port: UInt16
    private let folder: TemporaryFolder

    /// Starts `sdprelay serve` and waits until it listens.
    init(
        configuration: String,
        environment: [String: String] = [:],
        listen: String = "127.0.0.1:0",
        errorLines: Int = .max
    ) async throws {
        folder = try TemporaryFolder()
        let file = try folder.write(configuration, to: "sdprelay.json5")
        process = try ChildProcess(
            PackageFolder.program,
            ["serve", "--config", file, "--listen", listen],
            environment: ChildProcess.plainEnvironment.merging(environment) { $1 },
            errorLines: errorLines
        )
        port = try await Self.port(of: process)
    }

    /// The port that the relay's first words name.
    static func port(of process: ChildProcess) async throws -> UInt16 {
        let line = try await process.standardError.line(containing: "listening", "http://")
        guard let address = line.firstMatch(of: /http:\/\/[^ "]*:(\d+)/), let port = UInt16(address.1) else {
            throw Missing("a port, in: \(line)")
        }
        return port
    }

    /// Writes another configuration in the place of the old one and asks the relay to read it, then waits for an event.
    func reload(_ configuration: String, until event: String = "reloaded") async throws -> String {
        _ = try folder.write(configuration, to: "sdprelay.json5")
        let before = log.count { $0 == "\n" }
        process.kill(SIGHUP)
        return try await process.standardError.line(containing: "\"event\":\"\(event)\"", after: before)
    }

    /// Everything that it has logged so far.
    var log: String { process.standardError.text }

    /// Sends one request on a connection of its own.
    func send(_ call: HTTPCall, from source: String? = nil) async throws -> HTTPReply {
        let port = port
        return try await blocking {
            let socket = try ClientSocket(port: port, from: source)
            try socket.send(call.bytes)
            return try HTTPReply(from: socket, hasBody: call.method != "HEAD")
        }
    }

    /// Posts an offer for a provider's model.
    func exchange(
        with provider: String,
        offer: [UInt8]? = nil,
        fields: [(name: String, value: String)] = []
    ) async throws -> HTTPReply {
        try await send(try .offer(to: provider, offer: offer, fields: fields))
    }

    /// Sends a request and leaves its answer to ``Pending/reply()``.
    func begin(_ call: HTTPCall) async throws -> Pending {
        let port = port
        return try await blocking {
            let socket = try ClientSocket(port: port)
            try socket.send(call.bytes)
            return Pending(socket: socket)
        }
    }

    /// The members of the log line about a request.
    func logMembers(of request: String) async throws -> [String: any Sendable] {
        let line = try await process.standardError.line(containing: "\"\(request)\"")
        guard let members = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: any Sendable] else {
            throw Missing("one JSON object, in: \(line)")
        }
        return members
    }

    /// Asks it to end.
    func terminate(_ signal: Int32 = SIGTERM) {
        process.kill(signal)
    }
}

/// A connection with an answer outstanding; used by one test at a time.
final class Pending: @unchecked Sendable {
    let socket: ClientSocket

    init(socket: ClientSocket) {
        self.socket = socket
    }

    func send(_ bytes: [UInt8]) throws {
        try socket.send(bytes)
    }

    func reply() async throws -> HTTPReply {
        try await blocking { [socket = Unchecked(socket)] in try HTTPReply(from: socket.value) }
    }

    /// Whether the stream ends, or breaks off, without another byte.
    func endsSilently() async throws -> Bool {
        try await blocking { [socket = Unchecked(socket)] in (try? socket.value.receive())?.isEmpty ?? true }
    }

    private struct Unchecked: @unchecked Sendable {
        let value: ClientSocket

        init(_ value: ClientSocket) {
            self.value = value
        }
    }
}

extension HTTPCall {
    /// An offer for a provider's model, as `application/sdp`.
    static func offer(
        to provider: String,
        offer: [UInt8]? = nil,
        fields: [(name: String, value: String)] = []
    ) throws -> HTTPCall {
        HTTPCall(
            target: "/v1/realtime/calls?model=\(provider)/gpt-realtime",
            fields: [("Content-Type", "application/sdp")] + fields,
            body: try offer ?? PackageFolder.offer("accepted/audio-and-data-channel.sdp")
        )
    }
}
