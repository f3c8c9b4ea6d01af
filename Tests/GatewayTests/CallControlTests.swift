// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Signaling
import Testing

@testable import Gateway

@Suite("Control of calls")
struct CallControlTests {
    private let json = ["Content-Type: application/json"]

    @Test(
        "what is done to a call goes to its provider, and is answered without content",
        arguments: [
            ("POST /v1/realtime/calls/rtc_1/hangup", "/v1/realtime/calls/rtc_1/hangup", ""),
            ("DELETE /v1/realtime/calls/rtc_1", "/v1/realtime/calls/rtc_1/hangup", ""),
            ("POST /openai/realtime/calls/rtc_1/accept", "/v1/realtime/calls/rtc_1/accept", #"{"type":"realtime"}"#),
            ("POST /v1/realtime/calls/rtc_1/refer", "/v1/realtime/calls/rtc_1/refer", #"{"target_uri":"tel:1"}"#),
            ("POST /v1/realtime/calls/rtc_1/reject", "/v1/realtime/calls/rtc_1/reject", #"{"status_code":486}"#),
            ("POST /v1/live/sessions/live_1/hangup", "/v1/live/sessions/live_1/hangup", ""),
            ("DELETE /openai/v1/live/sessions/live_1", "/v1/live/sessions/live_1/hangup", ""),
            ("POST /v1/live/sessions/live_1/accept", "/v1/live/sessions/live_1/accept", #"{"session":{}}"#),
        ]
    )
    func control(_ target: String, _ path: String, _ body: String) async throws {
        let bench = Bench(.response(200, fields: ["x-request-id: req_up"], body: "ignored"))
        let fields = target.hasPrefix("DELETE") ? [] : json
        let response = try await bench.send(target, fields, text: body)
        #expect(response.status == 200)
        #expect(response.body.isEmpty)
        #expect(response.fields.value(of: "content-type") == nil)
        #expect(response.fields.value(of: "x-upstream-request-id") == "req_up")
        let sent = try #require(bench.transport.sent.first)
        #expect(sent.url == "https://openai.example" + path)
        #expect(sent.body == Array(body.utf8))
        #expect(bench.transport.sent.count == 1)
    }

    @Test("a call is ended by the Location that it was given")
    func location() async throws {
        let bench = Bench()
        let location = try #require(try await bench.post().fields.value(of: "location"))
        let response = try await bench.send("DELETE " + location)
        #expect(response.status == 200)
        #expect(bench.transport.sent.last?.url == "https://openai.example/v1/realtime/calls/rtc_1/hangup")
    }

    @Test("the type of content that is not there does not matter")
    func noContent() async throws {
        let bench = Bench(.response(200, fields: [], body: ""))
        for fields in [["Content-Type: application/octet-stream"], ["Content-Type: x", "Content-Length: 0"], []] {
            #expect(try await bench.send("POST /v1/realtime/calls/rtc_1/hangup", fields).status == 200)
        }
        let withContent = ["Content-Type: text/plain", "Content-Length: 2"]
        let refused = try await bench.send("POST /v1/realtime/calls/rtc_1/hangup", withContent, text: "{}")
        #expect(refused.status == 415)
    }

    @Test("a body that cannot be is refused, and an id that is no text")
    func refused() async throws {
        let bench = Bench()
        let calls = "/v1/realtime/calls/rtc_1"
        let notJSON = try await bench.send("POST \(calls)/accept", json, text: "x")
        #expect(notJSON.status == 400)
        #expect(notJSON.code == "invalid_json")
        let missing = try await bench.send("POST \(calls)/refer", json, text: "{}")
        #expect(missing.message == "target_uri is missing.")
        let type = try await bench.send(
            "POST \(calls)/reject",
            ["Content-Type: text/plain", "Content-Length: 2"],
            text: "{}"
        )
        #expect(type.status == 415)
        let content = try await bench.send("DELETE " + calls, text: "x")
        #expect(content.status == 413)
        let large = try await bench.send("POST \(calls)/reject", json, body: [UInt8](repeating: 0x20, count: 16_385))
        #expect(large.status == 413)
        let id = try await bench.send("DELETE /v1/realtime/calls/%ff")
        #expect(id.code == "invalid_path")
        for path in ["/v1/realtime/calls/..", "/v1/realtime/calls/a%2Fb"] {
            let response = try await bench.send("DELETE " + path)
            #expect(response.status == 404)
            #expect(response.code == "call_id_not_found")
        }
        #expect(bench.transport.sent.isEmpty)
    }
}
