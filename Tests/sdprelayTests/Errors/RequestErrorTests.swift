// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What the relay itself refuses, through the real program.
@Suite(.bench(RequestErrorBench.start))
struct RequestErrorTests {
    private func check(
        _ call: HTTPCall,
        _ status: Int,
        _ code: String,
        stage: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> HTTPReply {
        let relay = try Bench.shared.relay
        let reply = try await relay.send(call)
        let error = try ErrorEnvelope.check(reply, sourceLocation: sourceLocation)
        #expect(reply.status == status, sourceLocation: sourceLocation)
        #expect(error.code == code, sourceLocation: sourceLocation)
        #expect(error.relay.stage == stage, sourceLocation: sourceLocation)
        let line = try await relay.logMembers(of: error.relay.request_id)
        #expect(line["code"] as? String == code, sourceLocation: sourceLocation)
        return reply
    }

    @Test(
        "An unknown path",
        arguments: ["/v1", "/v1/realtime/call", "/v1/realtime/calls/", "/healthz/x", "/V1/realtime/"]
    )
    func answers404(target: String) async throws {
        _ = try await check(HTTPCall(method: "GET", target: target), 404, "not_found", stage: "request")
    }

    @Test(
        "A wrong method names the right ones",
        arguments: [
            ("PUT", "/v1/realtime/calls", "POST, GET, HEAD, OPTIONS"), ("PUT", "/v1/realtime", "POST, OPTIONS"),
            ("DELETE", "/v1/realtime/client_secrets", "POST, OPTIONS"), ("POST", "/healthz", "GET, HEAD, OPTIONS"),
            ("PATCH", "/v1/realtime/providers", "GET, HEAD, OPTIONS"),
        ]
    )
    func answers405(method: String, target: String, allow: String) async throws {
        let reply = try await check(
            HTTPCall(method: method, target: target),
            405,
            "method_not_allowed",
            stage: "request"
        )
        #expect(reply["allow"] == allow)
    }

    @Test(
        "A wrong content type",
        arguments: [
            ("/v1/realtime/calls", "text/plain"), ("/v1/realtime/calls", nil), ("/v1/realtime", "application/x-sdp"),
            ("/v1/realtime/client_secrets", "application/sdp"),
        ]
    )
    func answers415(target: String, type: String?) async throws {
        let fields = type.map { [(name: "Content-Type", value: $0)] } ?? []
        _ = try await check(
            HTTPCall(target: target, fields: fields, body: [1]),
            415,
            "unsupported_media_type",
            stage: "request"
        )
    }

    @Test func asksForAModel() async throws {
        var call = try HTTPCall.offer(to: "here")
        call.target = "/v1/realtime/calls"
        _ = try await check(call, 400, "missing_model", stage: "provider")
    }

    @Test func knowsNoProviderThatIsNotConfigured() async throws {
        var call = try HTTPCall.offer(to: "here")
        call.target = "/openai/v1/realtime/calls?model=gpt-realtime"
        _ = try await check(call, 404, "provider_not_found", stage: "provider")
    }

    @Test func refusesAPageOfAnOriginThatIsNotAllowed() async throws {
        let call = try HTTPCall.offer(to: "here", fields: [("Origin", "https://elsewhere.example")])
        let reply = try await check(call, 403, "origin_not_allowed", stage: "request")
        #expect(reply["access-control-allow-origin"] == nil)
    }

    @Test(
        "Bytes that are no HTTP",
        arguments: [
            ("nonsense\r\n\r\n", 400, "malformed_request"),
            ("GET / HTTP/1.1\r\n\r\n", 400, "malformed_request"),
            ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505, "http_version_not_supported"),
            ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: h\r\n\r\n", 414, "target_too_long"),
            (
                "GET / HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "a", count: 33_000))\r\n\r\n", 431,
                "header_too_large"
            ),
            (
                "POST /v1/realtime HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501,
                "transfer_coding_not_supported"
            ),
            (
                "POST /v1/realtime HTTP/1.1\r\nHost: h\r\nContent-Type: application/sdp\r\n"
                    + "Expect: x\r\nContent-Length: 1\r\n\r\n",
                417, "expectation_failed"
            ),
        ]
    )
    func putsTheServersOwnRefusalsIntoTheEnvelope(text: String, status: Int, code: String) async throws {
        let relay = try Bench.shared.relay
        let port = relay.port
        let reply = try await blocking {
            let socket = try ClientSocket(port: port)
            try socket.send(Array(text.utf8))
            return try HTTPReply(from: socket)
        }
        let error = try ErrorEnvelope.check(reply)
        #expect(reply.status == status)
        #expect(error.code == code)
        #expect(error.relay.stage == "http")
    }

    @Test(
        "A client that is too slow",
        arguments: [
            "GET /healthz HTTP/1.1\r\nHost:",
            "POST /v1/realtime HTTP/1.1\r\nHost: h\r\nContent-Type: application/sdp\r\nContent-Length: 9\r\n\r\nv=0",
        ]
    )
    func endsTheWaitForARequest(text: String) async throws {
        let relay = try await RelayProcess(
            configuration: """
                { limits: { header_timeout: '100ms', body_timeout: '100ms' },
                  providers: { openai: { kind: 'openai', prewarm: false } } }
                """
        )
        let port = relay.port
        let reply = try await blocking {
            let socket = try ClientSocket(port: port)
            try socket.send(Array(text.utf8))
            return try HTTPReply(from: socket)
        }
        let error = try ErrorEnvelope.check(reply)
        #expect(reply.status == 408)
        #expect(error.code == "request_timeout")
        #expect(error.relay.retryable)
    }

    @Test("Every refused offer of the fixtures", arguments: try RequestErrorBench.refusedOffers())
    func refusesAnOfferWithItsLine(name: String) async throws {
        let offer = try PackageFolder.offer("refused/\(name).sdp")
        let reply = try await check(
            try .offer(to: "here", offer: offer),
            400,
            String(name.prefix { $0 != "-" }),
            stage: "offer"
        )
        let error = try ErrorEnvelope.check(reply)
        let expected = String(decoding: try PackageFolder.offer("refused/\(name).expected"), as: UTF8.self)
        #expect(error.param == "sdp")
        #expect(error.relay.provider == "here")
        #expect(error.relay.line == Int(expected.prefix { $0 != ":" }))
    }

    @Test func sendsNoneOfTheseUpstream() async throws {
        #expect(try await Bench.shared.canned?.requests().count == 0)
    }
}

enum RequestErrorBench {
    static let start: @Sendable () async throws -> Bench = {
        let canned = try await UpstreamProcess.canned([:])
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/none")
        return Bench(relay: try await RelayProcess(configuration: "{ providers: { \(entry) } }"), canned: canned)
    }

    static func refusedOffers() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: PackageFolder.offers.appending(path: "refused").path)
            .filter { $0.hasSuffix(".sdp") }.map { String($0.dropLast(4)) }.sorted()
    }
}
