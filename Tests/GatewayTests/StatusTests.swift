// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
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
        let endpoints =
            #""endpoints":[{"operation":"call","path":"/v1/realtime/calls","handshakes":["multipart","raw"]},"#
            + #"{"operation":"legacy_call","path":"/v1/realtime","handshakes":["raw","multipart"]},"#
            + #"{"operation":"client_secret","path":"/v1/realtime/client_secrets","handshakes":[]},"#
            + #"{"operation":"legacy_session","path":"/v1/realtime/sessions","handshakes":[]},"#
            + #"{"operation":"legacy_transcription_session","path":"/v1/realtime/transcription_sessions","handshakes":[]}]"#
        let common =
            #""authentication":"bearer","client_secrets":true,"data_channel_label":"oai-events","#
            + #""websocket_subprotocol":"realtime","event_vocabulary":"openai","query_parameters":["dcid"],"#
            + endpoints
        #expect(
            response.text
                == #"{"object":"list","default_provider":"openai","data":["#
                + #"{"object":"provider","name":"local","kind":"compatible","title":"OpenAI-compatible server","#
                + #""webrtc":true,"handshake":"raw","legacy":"beta",\#(common)},"#
                + #"{"object":"provider","name":"openai","kind":"openai","title":"OpenAI","#
                + #""webrtc":true,"handshake":"multipart","legacy":"ga",\#(common)}]}"#
        )
        #expect(!response.text.contains("secret-"))
        #expect(!response.text.contains("sk-relay"))
        #expect(!response.text.contains("example"))
    }
}
