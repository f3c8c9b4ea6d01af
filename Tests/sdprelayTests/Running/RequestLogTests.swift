// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// The request log of the real program: one line for each request.
struct RequestLogTests {
    private static let members: Set<String> = [
        "time", "request_id", "method", "route", "status", "code", "upstream_code", "provider", "model", "caller_token",
        "upstream_status", "upstream_request_id", "body_bytes", "offer_bytes", "answer_bytes", "parse_us", "check_us",
        "connect_us", "access_key", "key", "upstream_requests", "first_byte_us", "upstream_us", "total_us", "warnings",
    ]

    private func relay(_ format: String) async throws -> (RelayProcess, UpstreamProcess) {
        let canned = try await UpstreamProcess.canned([
            "good": .init(headers: ["x-request-id": "req_theirs"], body: ErrorTableBench.answer)
        ])
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/good")
        return (
            try await RelayProcess(
                configuration: "{ loops: 1, log: { format: '\(format)' }, providers: { \(entry) } }"
            ), canned
        )
    }

    @Test func tellsAnExchangeInOneJSONObject() async throws {
        let (relay, canned) = try await relay("json")
        let offer = try PackageFolder.offer("warned/no_bundle.sdp")
        let reply = try await relay.exchange(with: "here", offer: offer)
        #expect(reply.status == 201)
        let line = try await relay.logMembers(of: try #require(reply["x-request-id"]))
        #expect(
            Set(line.keys) == Self.members.subtracting(["code", "upstream_code", "access_key", "upstream_requests"])
        )
        #expect((line["time"] as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
        #expect(line["method"] as? String == "POST")
        #expect(line["route"] as? String == "/v1/realtime/calls")
        #expect(line["status"] as? Int == 201)
        #expect(line["provider"] as? String == "here")
        #expect(line["model"] as? String == "gpt-realtime")
        #expect(line["caller_token"] as? Bool == false)
        #expect(line["key"] as? String == "key-1")
        #expect(line["upstream_status"] as? Int == 201)
        #expect(line["upstream_request_id"] as? String == "req_theirs")
        #expect(line["body_bytes"] as? Int == offer.count)
        #expect(line["offer_bytes"] as? Int == offer.count)
        #expect(line["answer_bytes"] as? Int == ErrorTableBench.answer.utf8.count)
        #expect(line["warnings"] as? String == "no_bundle")
        let times = ["parse_us", "check_us", "connect_us", "first_byte_us", "upstream_us", "total_us"]
        #expect(times.allSatisfy { (line[$0] as? Int).map { $0 >= 0 } == true })
        let again = try await relay.exchange(
            with: "here",
            fields: [("Authorization", "Bearer \(ErrorTableBench.callerToken)")]
        )
        let second = try await relay.logMembers(of: try #require(again["x-request-id"]))
        #expect(second["connect_us"] == nil, "the connection is kept")
        #expect(second["warnings"] == nil)
        #expect(second["caller_token"] as? Bool == true)
        withExtendedLifetime(canned) {}
    }

    @Test func writesWholeLinesOfJSONOnly() async throws {
        let (relay, canned) = try await relay("json")
        for target in ["/healthz", "/nowhere", "/v1/realtime/providers?x=%0A%22"] {
            _ = try await relay.send(HTTPCall(method: "GET", target: target))
        }
        _ = try await relay.exchange(with: "here")
        var call = try HTTPCall.offer(to: "here")
        call.target = "/v1/realtime/calls?model=%22%0Amodel"
        _ = try await relay.send(call)
        relay.terminate()
        #expect(try await relay.process.exitCode() == 0)
        let lines = try await relay.process.standardError.all().split(separator: "\n")
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let isEvent = object?["event"] is String
            #expect(isEvent || object.map { Self.members.isSuperset(of: $0.keys) } == true)
        }
        #expect(lines.count { $0.contains("request_id") } == 5)
        withExtendedLifetime(canned) {}
    }

    @Test func tellsAnExchangeInOneLineOfText() async throws {
        let (relay, canned) = try await relay("text")
        let reply = try await relay.exchange(with: "here", offer: try PackageFolder.offer("warned/no_bundle.sdp"))
        let identifier = try #require(reply["x-request-id"])
        let line = try await relay.process.standardError.line(containing: identifier)
        let form =
            /[-0-9]+T[:.0-9]+Z 201 POST \/v1\/realtime\/calls here\/gpt-realtime \d+us key=key-1 warning=no_bundle req_\w+/
        #expect(line.wholeMatch(of: form) != nil)
        let failed = try await relay.send(HTTPCall(method: "GET", target: "/nowhere"))
        let other = try await relay.process.standardError.line(containing: try #require(failed["x-request-id"]))
        #expect(other.wholeMatch(of: /[-0-9]+T[:.0-9]+Z 404 GET - \d+us not_found req_[0-9a-f]+/) != nil)
        withExtendedLifetime(canned) {}
    }

    @Test("Routes are told by their template", arguments: ["json", "text"])
    func writesNoRawPath(format: String) async throws {
        let (relay, canned) = try await relay(format)
        var call = try HTTPCall.offer(to: "here")
        call.target = "/openai/openai/v1/realtime/calls?user=raw-query"
        let routed = try await relay.send(call)
        let line = try await relay.process.standardError.line(containing: try #require(routed["x-request-id"]))
        #expect(line.contains("/{provider}/openai/v1/realtime/calls"))
        let unknown = try await relay.send(HTTPCall(method: "GET", target: "/v1/raw-path"))
        _ = try await relay.process.standardError.line(containing: try #require(unknown["x-request-id"]))
        #expect(!relay.log.contains("raw-"))
        withExtendedLifetime(canned) {}
    }

    @Test func keepsServingWhenNobodyReadsTheLog() async throws {
        let canned = try await UpstreamProcess.canned([:])
        let relay = try await RelayProcess(
            configuration:
                "{ providers: { \(ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/none")) } }",
            errorLines: 1
        )
        // Well over what a pipe holds (64 KiB, pipe(7)).
        let requests = 400
        let port = relay.port
        let statuses = try await blocking {
            let socket = try ClientSocket(port: port)
            return try (0..<requests).map { _ in
                try socket.send(HTTPCall(method: "GET", target: "/nowhere").bytes)
                return try HTTPReply(from: socket).status
            }
        }
        #expect(statuses == [Int](repeating: 404, count: requests))
        // Once somebody reads again, nothing is missing.
        relay.process.standardError.resume()
        _ = try await relay.process.standardError.wait("all lines") { text in
            text.split(separator: "\n").count { $0.contains("not_found") } == requests ? true : nil
        }
    }

    @Test func endsEvenThoughNobodyReadsTheLog() async throws {
        let relay = try await RelayProcess(
            configuration:
                "{ providers: { here: { kind: 'compatible', base_url: 'http://127.0.0.1:1', prewarm: false } } }",
            errorLines: 1
        )
        let port = relay.port
        try await blocking {
            let socket = try ClientSocket(port: port)
            for _ in 0..<400 {
                try socket.send(HTTPCall(method: "GET", target: "/nowhere").bytes)
                _ = try HTTPReply(from: socket)
            }
        }
        relay.terminate()
        #expect(try await relay.process.exitCode() == 0)
        relay.process.standardError.resume()
    }
}
