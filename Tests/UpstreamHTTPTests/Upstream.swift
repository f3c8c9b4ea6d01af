// SPDX-License-Identifier: MIT

import Foundation

/// `Tests/Upstreams/hostile_upstream.py` as a process of its own, which ends with this object.
final class Upstream: Sendable {
    /// What the process prints when it listens.
    struct Ports: Decodable {
        let http: Int
        let good: Int?
        let selfSigned: Int?
        let expired: Int?
        let wrongHost: Int?
        let caFile: String?
    }

    /// What `/__seen` reports.
    struct Seen: Decodable {
        struct Request: Decodable {
            let method: String
            let target: String
            let path: String
            let headers: [[String]]
            let bodyLength: Int
            let bodyHex: String
            let headHex: String
            let connection: Int

            func values(of name: String) -> [String] {
                headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
            }
        }

        let connections: Int
        let requests: [Request]
        let hangUps: [String]
    }

    /// One for all tests that tell their requests by a path of their own.
    static var shared: Upstream { get throws { try started.get() } }
    private static let started = Result { try Upstream() }

    let ports: Ports
    private let process: ChildProcess

    init(tls: Bool = false) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Upstreams/hostile_upstream.py").standardizedFileURL
        process = try ChildProcess(["python3", script.path] + (tls ? ["--tls"] : []))
        ports = try Self.decoder.decode(Ports.self, from: Data(process.readLine()))
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(ports.http)\(path)" }

    /// Decodes an answer of `/__seen` or `/__wait`.
    static func seen(_ body: [UInt8]) throws -> Seen {
        try decoder.decode(Seen.self, from: Data(body))
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
