// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import TestSupport
import Testing

@testable import Gateway

@Suite("Health, readiness and the listing of providers")
struct StatusTests {
    @Test("a living process says so, by GET and HEAD", arguments: ["GET", "HEAD"])
    func health(_ method: String) async throws {
        let bench = Bench { $0.isReady = { false } }
        let response = try await bench.send(method + " /healthz")
        #expect(response.status == 200)
        #expect(response.text == #"{"status":"ok"}"#)
        #expect(response.fields.value(of: "content-type") == "application/json")
        #expect(bench.records.map(\.route) == ["/healthz"])
    }

    @Test("a process is ready until it drains")
    func readiness() async throws {
        let ready = try await Bench().send("GET /readyz")
        #expect(ready.status == 200)
        #expect(ready.text == #"{"status":"ready"}"#)
        let draining = try await Bench { $0.isReady = { false } }.send("GET /readyz")
        #expect(draining.status == 503)
        #expect(draining.text == #"{"status":"draining"}"#)
    }

    @Test("the listing tells what clients need, and neither addresses nor keys")
    func listing() async throws {
        let local = ConfiguredProvider(
            name: "local",
            provider: CompatibleProvider(),
            baseURL: "http://secret-host.example:9",
            keys: ["secret-key"],
            handshake: .raw,
            extraFields: ["X-Secret: secret-value"]
        )
        let response = try await Bench(providers: [Bench.openAI, local]).send("GET /v1/realtime/providers")
        #expect(response.status == 200)
        #expect(response.fields.value(of: "content-type") == "application/json")
        let start =
            #"{"object":"list","default_provider":"openai","data":["#
            + #"{"object":"provider","name":"local","kind":"compatible","title":"OpenAI-compatible server","#
            + #""webrtc":true,"handshake":"raw","legacy":"beta","authentication":"bearer","client_secrets":true,"#
            + #""caller_tokens":true,"data_channel_label":"oai-events","websocket_path":"/v1/realtime","#
            + #""websocket_subprotocol":"realtime","event_vocabulary":"openai","query_parameters":["dcid"],"#
            + #""call_control":["accept_live","hang_up_live","refer_live","reject_live","accept_call","hang_up_call","#
            + #""refer_call","reject_call"],"limits":{},"endpoints":["#
            + #"{"operation":"call","method":"POST","path":"/v1/realtime/calls","handshakes":["multipart","raw"]},"#
        #expect(response.text.hasPrefix(start))
        let second = #"{"object":"provider","name":"openai","kind":"openai","title":"OpenAI","webrtc":true,"#
        #expect(response.text.contains(second + #""handshake":"multipart","legacy":"ga","#))
        let limits = #""limits":{"client_secret_seconds_min":10,"client_secret_seconds_max":7200}"#
        #expect(response.text.contains(limits))
        #expect(!response.text.contains("secret-"))
        #expect(!response.text.contains("sk-relay"))
        #expect(!response.text.contains("example"))
    }

    @Test("one entry is told by its name")
    func entry() async throws {
        let gemini = ConfiguredProvider(name: "g", provider: GeminiProvider(), baseURL: "https://g.example", keys: [])
        let bench = Bench(providers: [Bench.openAI, gemini])
        let response = try await bench.send("GET /v1/realtime/providers/g")
        #expect(response.status == 200)
        #expect(
            response.text.hasPrefix(
                #"{"object":"provider","name":"g","kind":"gemini","title":"Gemini Live","webrtc":false,"#
            )
        )
        #expect(response.text.contains(#""data_channel_label":null"#))
        let list = try await bench.send("GET /v1/realtime/providers")
        #expect(list.text.contains(response.text))
        let missing = try await bench.send("GET /v1/realtime/providers/nobody")
        #expect(missing.status == 404)
        #expect(missing.code == "provider_not_found")
    }
}
