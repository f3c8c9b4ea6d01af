// SPDX-License-Identifier: MIT

import Foundation

/// An upstream as a separate process: see the scripts in `Tests/Upstreams`.
final class UpstreamProcess: Sendable {
    /// An answer that `canned_upstream.py` gives.
    struct Answer: Encodable, Sendable {
        var status = 201
        var headers: [String: String] = [:]
        var body = ""
        /// Whether it waits until ``UpstreamProcess/release()``.
        var held = false
    }

    /// A request that an upstream has received.
    struct Request: Decodable, Sendable {
        let path: String
        let headers: [[String]]

        func values(of name: String) -> [String] {
            headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
        }
    }

    private struct Report: Decodable {
        let requests: [Request]
    }

    private let process: ChildProcess
    private let folder: TemporaryFolder?
    private let ports: [String: UInt16]
    /// The file of the authority that has issued the good certificate.
    let authorityFile: String?

    /// Starts the upstream that misbehaves by its path.
    static func hostile(tls: Bool = false) async throws -> UpstreamProcess {
        try await UpstreamProcess("hostile_upstream.py", tls ? ["--tls"] : [], folder: nil)
    }

    /// Starts the upstream that answers as told.
    static func canned(_ answers: [String: Answer]) async throws -> UpstreamProcess {
        let folder = try TemporaryFolder()
        let text = String(decoding: try JSONEncoder().encode(answers), as: UTF8.self)
        let file = try folder.write(text, to: "answers.json")
        return try await UpstreamProcess("canned_upstream.py", [file], folder: folder)
    }

    private init(_ script: String, _ arguments: [String], folder: TemporaryFolder?) async throws {
        let path = PackageFolder.upstreams.appending(path: script).path
        process = try ChildProcess("python3", [path] + arguments)
        self.folder = folder
        let line = try await process.standardOutput.line(containing: "http")
        guard let members = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw Missing("ports, in: \(line)")
        }
        ports = members.compactMapValues { ($0 as? Int).flatMap(UInt16.init(exactly:)) }
        authorityFile = members["ca_file"] as? String
    }

    /// The port of a listener: `http`, or one of those for TLS.
    func port(_ name: String = "http") throws -> UInt16 {
        guard let port = ports[name] else { throw Missing("a port for \(name)") }
        return port
    }

    /// Everything received so far.
    func requests() async throws -> [Request] {
        try await report("/__seen")
    }

    /// Waits until as many events of a kind have happened: `request`, and with the hostile one `hang-up`.
    func wait(for count: Int, _ kind: String = "request") async throws {
        _ = try await report(authorityFile == nil && folder != nil ? "/__wait/\(count)" : "/__wait/\(kind)/\(count)")
    }

    /// Lets answers go that are held back.
    func release() async throws {
        _ = try await report("/__release")
    }

    private func report(_ target: String) async throws -> [Request] {
        let port = try port()
        let reply = try await blocking {
            let socket = try ClientSocket(port: port)
            try socket.send(HTTPCall(method: "GET", target: target).bytes)
            return try HTTPReply(from: socket)
        }
        return try JSONDecoder().decode(Report.self, from: Data(reply.body)).requests
    }
}
