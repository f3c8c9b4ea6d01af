// SPDX-License-Identifier: MIT

import EventLoop
import Foundation
import Testing

@testable import UpstreamHTTP

@Suite("HTTP/2", .enabled(if: NginxServer.isInstalled, "nginx is not installed"))
struct HTTP2Tests {
    @Test("is spoken only where the policy says so")
    func isSpokenOnRequest() async throws {
        let upstream = try Upstream(tls: true)
        let server = try NginxServer(certificates: try #require(upstream.ports.caFile))
        let policy = UpstreamHTTPPolicy.local.with(\.caFile, upstream.ports.caFile)
        try await withClient { (client, loop) async throws in
            try await server.isReady(client, loop, policy)
            let old = try await client.perform(.get(server.url, policy: policy))
            #expect(old.body == Array("HTTP/1.1".utf8))
            let new = try await client.perform(.get(server.url, policy: policy.with(\.http2, true)))
            #expect(new.body == Array("HTTP/2.0".utf8))
            #expect(new.status == 200)
            #expect(new.value(of: "content-type") == "text/plain")
        }
    }

    @Test("carries many exchanges over one connection, one after another and at once")
    func sharesAConnection() async throws {
        let upstream = try Upstream(tls: true)
        let server = try NginxServer(certificates: try #require(upstream.ports.caFile))
        let plain = UpstreamHTTPPolicy.local.with(\.caFile, upstream.ports.caFile)
        try await withClient { (client, loop) async throws in
            try await server.isReady(client, loop, plain)
            let policy = plain.with(\.http2, true)
            let before = client.counters.newConnections
            let bound = LoopBound(client, to: loop)
            for _ in 0..<3 {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<20 {
                        group.addTask { try await bound.value.perform(.post(server.url, policy: policy)).status }
                    }
                    for try await status in group { #expect(status == 200) }
                }
            }
            #expect(client.counters.newConnections == before + 1)
        }
    }
}

/// nginx as a TLS server that answers with the protocol it was asked in; ends with this object.
private final class NginxServer: Sendable {
    static let path = "/usr/sbin/nginx"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    let url: String
    private let process: ChildProcess

    /// Uses the stand-in's certificates, which lie beside the file of its authority.
    init(certificates authority: String) throws {
        let folder = URL(filePath: authority).deletingLastPathComponent()
        let port = try ListeningSocket().port
        url = "https://localhost:\(port)/"
        let configuration = """
            daemon off; master_process off; pid \(folder.path)/pid; error_log stderr crit;
            events {}
            http {
                access_log off; client_body_temp_path \(folder.path)/body;
                server {
                    listen 127.0.0.1:\(port) ssl http2;
                    ssl_certificate \(folder.path)/good.pem; ssl_certificate_key \(folder.path)/good.key;
                    default_type text/plain;
                    location / { return 200 $server_protocol; }
                }
            }
            """
        let file = folder.appending(path: "nginx.conf")
        try Data(configuration.utf8).write(to: file)
        // nginx does not end with its standard input.
        process = try ChildProcess(["sh", "-c", "\(Self.path) -c '\(file.path)' & read -r line; kill $!; wait"])
    }

    /// Waits until the server takes connections.
    func isReady(_ client: UpstreamHTTPClient, _ loop: EventLoop, _ policy: UpstreamHTTPPolicy) async throws {
        for _ in 0..<2000 {
            if try await answers(client, policy) { return }
            await pause(on: loop)
        }
    }

    private func answers(_ client: UpstreamHTTPClient, _ policy: UpstreamHTTPPolicy) async throws -> Bool {
        do throws(UpstreamHTTPError) {
            _ = try await client.perform(.get(url, policy: policy))
            return true
        } catch  where error.code == .connectFailed {
            return false
        }
    }
}
