// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Signaling
import TestSupport
import Testing

@testable import Gateway

@Suite("Responses")
struct ReplyTests {
    // MARK: Answers

    @Test("an answer is 201 with the provider's bytes and a path on the relay")
    func answer() async throws {
        for target in ["/v1/realtime/calls?model=m", "/openai/realtime?model=m"] {
            let response = try await Bench().post(to: target)
            #expect(response.status == 201)
            #expect(response.body == Array(Texts.answer.utf8))
            #expect(response.fields.value(of: "content-type") == "application/sdp")
            #expect(response.fields.value(of: "location") == "/v1/realtime/calls/rtc_1")
            #expect(response.fields.value(of: "x-upstream-request-id") == "req_up")
            #expect(response.fields.value(of: "x-should-retry") == nil)
            #expect(response.fields.value(of: "sdprelay-warning") == nil)
        }
    }

    @Test("another success of the upstream is 201 as well, without a path if it gave no id")
    func otherSuccess() async throws {
        let response = try await Bench(.response(200, fields: ["Location: /calls/.."], body: Texts.answer)).post()
        #expect(response.status == 201)
        #expect(response.fields.value(of: "location") == nil)
        #expect(response.fields.value(of: "x-upstream-request-id") == nil)
    }

    @Test("rate limits and timing of the upstream come along, and nothing else of it")
    func upstreamFields() async throws {
        let upstream = [
            "X-RateLimit-Limit-Requests: 10", "x-ratelimit-reset-tokens: 6ms", "openai-processing-ms: 17",
            "Set-Cookie: a=b",
            "Server: cloudflare", "openai-organization: org", "x-ratelimit-bad name: 1", "Transfer-Encoding: chunked",
            "Access-Control-Allow-Origin: *", "Content-Encoding: gzip",
        ]
        let answered = try await Bench(.response(201, fields: upstream, body: Texts.answer)).post()
        let minted = try await Bench(.response(200, fields: upstream, body: "{}"))
            .send("POST /v1/realtime/client_secrets")
        #expect(answered.status == 201)
        #expect(minted.status == 200)
        for response in [answered, minted] {
            #expect(response.fields.value(of: "x-ratelimit-limit-requests") == "10")
            #expect(response.fields.value(of: "x-ratelimit-reset-tokens") == "6ms")
            #expect(response.fields.value(of: "openai-processing-ms") == "17")
            for name: StaticString in [
                "set-cookie", "server", "openai-organization", "x-ratelimit-bad name", "access-control-allow-origin",
                "content-encoding",
            ] {
                #expect(response.fields.value(of: name) == nil)
            }
        }
    }

    @Test("a warning says its code, line and words")
    func warnings() async throws {
        let offer = Texts.offer.replacing("a=group:BUNDLE 0 1\r\n", with: "")
        let response = try await Bench().post(offer)
        #expect(response.status == 201)
        let warning = try #require(response.fields.value(of: "sdprelay-warning"))
        #expect(warning.hasPrefix("no_bundle; line="))
        #expect(warning.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
    }

    // MARK: Ids

    @Test("a request id is req_ and 32 hexadecimal digits, and the log has the same")
    func requestID() async throws {
        let bench = Bench()
        let responses = [
            try await bench.post(), try await bench.post(""), try await bench.send("GET /nowhere"),
            try await bench.send("OPTIONS /healthz"), try bench.failure(.headerTimeout),
        ]
        let ids = try responses.map { try #require($0.fields.value(of: "x-request-id")) }
        #expect(Set(ids).count == 5)
        #expect(bench.records.map(\.id) == ids)
        for id in ids {
            #expect(id.hasPrefix("req_"))
            #expect(id.utf8.count == 36)
            #expect(id.dropFirst(4).utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
        }
        #expect(responses[1].text.contains(#""request_id":"\#(ids[1])""#))
    }

    @Test("ids depend on the seed, and differ")
    func ids() {
        func ids(_ seed: UInt64) -> [String] {
            var generator = RequestIDGenerator(seed: seed)
            return (0..<10_000).map { _ in generator.next() }
        }
        #expect(ids(1) == ids(1))
        #expect(Set(ids(1)).count == 10_000)
        #expect(Set(ids(1)).isDisjoint(with: ids(2)))
    }

    // MARK: Errors

    @Test("an error is this envelope")
    func envelope() async throws {
        let response = try await Bench().post("")
        let id = try #require(response.fields.value(of: "x-request-id"))
        #expect(
            response.text
                == #"{"error":{"message":"The offer is empty: send the SDP of the local description.","#
                + #""type":"invalid_request_error","code":"empty_offer","param":"sdp","relay":{"request_id":"\#(id)","#
                + #""stage":"offer","provider":"openai","retryable":false,"line":1}}}"#
        )
        #expect(response.status == 400)
        #expect(response.fields.value(of: "content-type") == "application/json")
        #expect(response.fields.value(of: "x-should-retry") == "false")
        #expect(response.fields.value(of: "retry-after") == nil)
    }

    @Test("an upstream's refusal is told with its wait and its id")
    func upstreamRefusal() async throws {
        let response = try await Bench(
            .response(
                429,
                fields: ["retry-after-ms: 1500", "x-request-id: req_up"],
                body: #"{"error":{"message":"Slow down.","type":"requests","code":"rate_limit_exceeded"}}"#
            )
        ).post()
        #expect(response.status == 429)
        #expect(response.message == "Slow down.")
        #expect(response.fields.value(of: "retry-after") == "2")
        #expect(response.fields.value(of: "retry-after-ms") == "1500")
        #expect(response.fields.value(of: "x-upstream-request-id") == "req_up")
        #expect(response.fields.value(of: "x-should-retry") == nil)
        #expect(response.text.contains(#""upstream_status":429,"upstream_request_id":"req_up","retry_after_ms":1500"#))
    }

    @Test("what may have created a session is not to be sent again")
    func noRetry() async throws {
        for outcome in [
            ScriptedTransport.Outcome.response(500, fields: [], body: ""),
            .failure(UpstreamTransportError(.connectionLost, requestWasSent: true)),
            .response(201, fields: [], body: "no answer"),
        ] {
            #expect(try await Bench(outcome).post().fields.value(of: "x-should-retry") == "false")
        }
        let unsent = UpstreamTransportError(.unreachable, requestWasSent: false)
        #expect(try await Bench(.failure(unsent)).post().fields.value(of: "x-should-retry") == nil)
    }

    @Test(
        "each failure of the server's own keeps its status and gets the envelope",
        arguments: HTTPServerFailure.allCases
    )
    func serverFailures(_ failure: HTTPServerFailure) throws {
        let bench = Bench()
        let response = try bench.failure(failure, target: "POST /v1/realtime/calls", ["Content-Type: application/json"])
        #expect(response.status == failure.status)
        #expect(response.message == failure.explanation)
        #expect(response.text.contains(#""stage":"http""#))
        #expect(bench.records.map(\.code) == [response.code])
        #expect(bench.records.map(\.route) == ["/v1/realtime/calls"])
        let isFull = failure == .tooManyConnections
        #expect(response.fields.value(of: "retry-after") == (isFull ? "1" : nil))
        let bare = try bench.failure(failure)
        #expect(bare.status == failure.status)
        #expect(bench.records.last?.route == nil)
        #expect(bench.records.last?.method == "-")
    }

    @Test("an offer that is too large is told so as an offer")
    func tooLargeOffer() throws {
        let response = try Bench().failure(
            .bodyTooLarge(limit: 7),
            target: "POST /v1/realtime/calls",
            ["Content-Type: application/sdp"]
        )
        #expect(response.code == "offer_too_large")
        #expect(response.message == "The request body is larger than 7 bytes.")
        #expect(response.text.contains(#""param":"sdp""#))
    }

    // MARK: Limits

    @Test("a full relay says when to come back, and spends no upstream call")
    func overloaded() async throws {
        let bench = Bench()
        bench.places.free = 0
        for response in [try await bench.post(), try await bench.send("POST /v1/realtime/client_secrets")] {
            #expect(response.status == 503)
            #expect(response.code == "overloaded")
            #expect(response.fields.value(of: "retry-after") == "1")
            #expect(response.fields.value(of: "retry-after-ms") == "1000")
            #expect(response.fields.value(of: "x-should-retry") == nil)
        }
        #expect(bench.transport.sent.isEmpty)
        #expect(try await bench.send("GET /healthz").status == 200)
    }

    @Test("a place is taken while an exchange is in flight and given back whatever comes of it")
    func inFlight() async throws {
        for outcome in [ScriptedTransport.Outcome.answer, .response(500, fields: [], body: "")] {
            let bench = Bench(outcome)
            bench.places.free = 1
            var seen: [Int] = []
            bench.transport.whileInFlight = { seen.append(bench.places.free) }
            _ = try await bench.post()
            _ = try await bench.post("")
            _ = try await bench.send("POST /v1/realtime/client_secrets")
            #expect(seen == [0, 0])
            #expect(bench.places.free == 1)
        }
    }
}
