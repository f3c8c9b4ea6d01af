// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Signaling
import Testing

@testable import Gateway

/// RFC 9725.
@Suite("WHIP")
struct WHIPTests {
    private let sdp = ["Content-Type: application/sdp"]

    @Test(
        "an offer to a provider and model is answered with 201, Location and a strong ETag",
        arguments: [("m", "m"), ("org/m", "org/m"), ("org%2Fm", "org/m"), ("a%20b", "a b")]
    )
    func post(_ path: String, _ model: String) async throws {
        let bench = Bench(providers: [
            ConfiguredProvider(
                name: "local",
                provider: SpeachesProvider(),
                baseURL: "https://local.example",
                keys: []
            ), Bench.openAI,
        ])
        let response = try await bench.send("POST /whip/openai/\(path)?dcid=4", sdp, text: Texts.offer)
        #expect(response.status == 201)
        #expect(response.fields.value(of: "content-type") == "application/sdp")
        #expect(response.fields.value(of: "location") == "/v1/realtime/calls/rtc_1")
        let tag = try #require(response.fields.value(of: "etag"))
        #expect(tag == "\"" + (response.fields.value(of: "x-request-id") ?? "") + "\"")
        #expect(response.fields.value(of: "link") == nil)
        #expect(response.body == Array(Texts.answer.utf8))
        #expect(bench.records.map(\.route) == ["/whip/{provider}/{model}"])
        #expect(bench.records.map(\.exchange.model) == [model])
        let sent = try #require(bench.transport.sent.first)
        #expect(sent.url == "https://openai.example/v1/realtime/calls?dcid=4")
        #expect(String(decoding: sent.body, as: UTF8.self).contains(#"{"type":"realtime","model":"\#(model)"}"#))
    }

    @Test("ICE servers come along as links, with credentials that end")
    func links() async throws {
        let bench = Bench {
            $0.iceServers = [
                ICEServer(urls: ["stun:stun.example"]),
                ICEServer(
                    urls: ["turn:turn.example?transport=udp", "turns:turn.example"],
                    access: .password(username: "u\"1", credential: "p\\w")
                ),
            ]
        }
        let response = try await bench.send("POST /whip/openai/m", sdp, text: Texts.offer)
        let quoted = #"username="u\"1"; credential="p\\w"; credential-type="password""#
        let links = String(decoding: response.fields.bytes, as: UTF8.self).split(separator: "\r\n")
            .filter { $0.hasPrefix("Link: ") }
        #expect(
            links == [
                #"Link: <stun:stun.example>; rel="ice-server""#,
                #"Link: <turn:turn.example?transport=udp>; rel="ice-server"; "# + quoted[...],
                #"Link: <turns:turn.example>; rel="ice-server"; "# + quoted[...],
            ]
        )
        // Others find out over the list.
        let call = try await bench.post()
        #expect(call.fields.value(of: "link") == nil)
    }

    @Test("OPTIONS tells what may be posted, and makes no credentials")
    func options() async throws {
        let bench = Bench {
            $0.iceServers = [ICEServer(urls: ["turn:t"], access: .sharedSecret("s", lifetime: .seconds(1)))]
        }
        let response = try await bench.send("OPTIONS /whip/openai/m")
        #expect(response.status == 204)
        #expect(response.fields.value(of: "accept-post") == "application/sdp")
        #expect(response.fields.value(of: "allow") == "POST, OPTIONS")
        #expect(response.fields.value(of: "link") == nil)
        let other = try await bench.send("OPTIONS /v1/realtime/calls")
        #expect(other.fields.value(of: "accept-post") == nil)
    }

    @Test("nothing trickles to the endpoint, or to a call whose connection is the provider's")
    func patch() async throws {
        for path in ["/whip/openai/m", "/v1/realtime/calls/rtc_1"] {
            let response = try await Bench().send("PATCH " + path, ["Content-Type: application/trickle-ice-sdpfrag"])
            #expect(response.status == 405)
            #expect(response.code == "method_not_allowed")
        }
    }

    @Test("only SDP is taken", arguments: ["application/json", "multipart/form-data; boundary=b", "text/plain"])
    func contentType(_ type: String) async throws {
        let response = try await Bench().send("POST /whip/openai/m", ["Content-Type: " + type], text: Texts.offer)
        #expect(response.status == 415)
        #expect(response.message == "This path takes `application/sdp`.")
    }

    @Test("a model that is no text is refused")
    func badModel() async throws {
        let response = try await Bench().send("POST /whip/openai/%ff", sdp, text: Texts.offer)
        #expect(response.status == 400)
        #expect(response.code == "invalid_path")
    }
}
