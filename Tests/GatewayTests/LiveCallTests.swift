// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Signaling
import Testing

@testable import Gateway

@Suite("Calls whose media ends here")
struct LiveCallTests {
    private let bridge = ScriptedBridge()

    private func bench(_ outcome: ScriptedTransport.Outcome = .answer) -> Bench { Bench(outcome, bridge: bridge) }

    @Test("the provider gets the relay's offer, the client the relay's answer")
    func exchange() async throws {
        let bench = bench()
        let response = try await bench.post(to: "/v1/realtime/calls?model=m&media=bridge&dcid=7")
        #expect(response.status == 201)
        #expect(response.text == "v=0\r\ns=ours\r\n")
        let sent = try #require(bench.transport.sent.first)
        let body = String(decoding: sent.body, as: UTF8.self)
        #expect(body.contains("a=ice-ufrag:ours") && !body.contains("a=ice-ufrag:uuuu"))
        #expect(!sent.url.contains("dcid") && !sent.url.contains("media"))
        #expect(bridge.asked.first == "begin openai m 7")
        #expect(bridge.asked.last?.hasPrefix("complete") == true)
    }

    @Test("direct calls stay as they are")
    func direct() async throws {
        let response = try await bench().post(to: "/v1/realtime/calls?model=m&media=direct")
        #expect(response.text == Texts.answer)
        #expect(bridge.asked.isEmpty)
    }

    @Test("a provider that refuses ends the call that was begun, with the same error as in direct mode")
    func refused() async throws {
        let response = try await bench(.response(429, fields: [], body: #"{"error":{"message":"slow"}}"#))
            .post(to: "/v1/realtime/calls?model=m&media=bridge")
        #expect(response.status == 429)
        #expect(bridge.asked == ["begin openai m 0", "abandon"])
    }

    @Test("an offer that the check refuses begins nothing")
    func checked() async throws {
        let response = try await bench().post("v=1", to: "/v1/realtime/calls?model=m&media=bridge")
        #expect(response.status == 400)
        #expect(bridge.asked.isEmpty)
    }

    @Test(
        "what media asks for must be there, once, and be possible",
        arguments: [
            "media=maybe", "media=bridge&media=bridge", "media=", "media=bridge&dcid=65535", "media=bridge&dcid=x",
        ]
    )
    func query(_ query: String) async throws {
        let response = try await bench().post(to: "/v1/realtime/calls?model=m&" + query)
        #expect(response.status == 400)
        #expect(response.code == "invalid_query")
        #expect(bridge.asked.isEmpty)
    }

    @Test("without a bridge nothing is bridged")
    func withoutBridge() async throws {
        let response = try await Bench().post(to: "/v1/realtime/calls?model=m&media=bridge")
        #expect(response.code == "media_mode_not_available")
        #expect(try await Bench().send("GET /v1/realtime/calls").text == #"{"object":"list","data":[]}"#)
        #expect(try await Bench().send("GET /v1/realtime/calls/rtc_live").code == "call_id_not_found")
    }

    @Test("calls are listed and shown, and not kept by caches")
    func reports() async throws {
        let list = try await bench().send("GET /v1/realtime/calls")
        #expect(list.text == #"{"object":"list","data":[{"id":"rtc_live"}]}"#)
        #expect(list.fields.value(of: "cache-control") == "no-store")
        let one = try await bench().send("GET /v1/realtime/calls/rtc_live")
        #expect(one.text == #"{"id":"rtc_live"}"#)
        #expect(try await bench().send("GET /v1/realtime/calls/rtc_other").code == "call_id_not_found")
    }

    @Test("a hang-up ends the call here, whatever the provider says", arguments: [200, 404, 500])
    func hangUp(_ status: Int) async throws {
        let response = try await bench(.response(status, fields: [], body: "{}"))
            .send("DELETE /v1/realtime/calls/rtc_live")
        #expect(response.status == 200)
        #expect(bridge.asked == ["hang up rtc_live"])
    }

    @Test("ICE is restarted by an offer or a fragment")
    func restart() async throws {
        let sdp = ["Content-Type: application/sdp"]
        let fragment = ["Content-Type: application/trickle-ice-sdpfrag"]
        let posted = try await bench().send("POST /v1/realtime/calls/rtc_live/restart", sdp, text: "v=0\r\n")
        #expect(posted.status == 200)
        #expect(posted.fields.value(of: "content-type") == "application/sdp")
        #expect(posted.text == "v=0\r\n")
        let patched = try await bench().send(
            "PATCH /v1/realtime/calls/rtc_live",
            fragment + [#"If-Match: "x""#],
            text: "a=x\r\n"
        )
        #expect(patched.status == 200)
        #expect(patched.fields.value(of: "content-type") == "application/trickle-ice-sdpfrag")
        #expect(patched.fields.value(of: "etag") == #""new""#)
        #expect(try await bench().send("PATCH /v1/realtime/calls/rtc_live", fragment).status == 204)
        let old = try await bench().send(
            "PATCH /v1/realtime/calls/rtc_live",
            fragment + [#"If-Match: "old""#],
            text: "a=x\r\n"
        )
        #expect(old.status == 412)
        #expect(old.code == "precondition_failed")
        let other = try await bench().send(
            "PATCH /v1/realtime/calls/rtc_live",
            ["Content-Type: text/plain", "Content-Length: 1"],
            text: "x"
        )
        #expect(other.status == 415)
    }
}
