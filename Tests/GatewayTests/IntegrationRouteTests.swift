// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Signaling
import TestSupport
import Testing

@testable import Gateway

@Suite("Integration routes")
struct IntegrationRouteTests {
    private static func provider(_ name: String, _ kind: any Provider) -> ConfiguredProvider {
        ConfiguredProvider(name: name, provider: kind, baseURL: "https://\(name).example", keys: ["k"])
    }

    private static let providers = [
        Bench.openAI, provider("azure", AzureProvider()), provider("speech.1", HuggingFaceProvider()),
    ]

    @Test(
        "the first word of a path is the provider, whatever SDKs append",
        arguments: [
            ("/speech.1/v1/realtime/calls", "https://speech.1.example/v1/realtime/calls"),
            ("/speech.1/realtime", "https://speech.1.example/v1/realtime/calls"),
            ("/speech.1/openai/v1/realtimertc", "https://speech.1.example/v1/realtime/calls"),
            ("/azure/openai/v1/realtime/calls", "https://azure.example/openai/v1/realtime/client_secrets"),
            ("/azure/openai/realtime/calls", "https://azure.example/openai/v1/realtime/client_secrets"),
            ("/openai/openai/v1/realtime/calls", "https://openai.example/v1/realtime/calls"),
            (
                "/openai/v1/realtime/translations/calls",
                "https://openai.example/v1/realtime/translations/client_secrets"
            ),
        ]
    )
    func providers(_ path: String, _ url: String) async throws {
        let bench = Bench(providers: Self.providers)
        // Other providers' names are part of the model here.
        _ = try await bench.post(to: path + "?model=openai/m&api-version=2025-04-01-preview")
        #expect(bench.transport.sent.first?.url == url)
    }

    @Test("an unknown provider is not found, and nothing is sent")
    func unknown() async throws {
        let bench = Bench(providers: Self.providers)
        let response = try await bench.post(to: "/nobody/v1/realtime/calls?model=m")
        #expect(response.status == 404)
        #expect(response.code == "provider_not_found")
        #expect(bench.transport.sent.isEmpty)
    }

    @Test("the path that only Azure's preview has had is Azure's where there is one")
    func azurePreview() async throws {
        let secret = ScriptedTransport.Outcome.response(200, fields: [], body: "{}")
        let json = ["Content-Type: application/json"]
        for (providers, url) in [
            (Self.providers, "https://azure.example/openai/v1/realtime/client_secrets"),
            ([Bench.openAI], "https://openai.example/v1/realtime/client_secrets"),
        ] {
            let bench = Bench(secret, providers: providers)
            let path = "POST /openai/realtimeapi/sessions?api-version=2025-04-01-preview"
            let response = try await bench.send(path, json, text: #"{"model":"m","voice":"v"}"#)
            #expect(response.status == 200)
            #expect(bench.transport.sent.map(\.url) == [url])
        }
        let bench = Bench(secret, providers: Self.providers)
        _ = try await bench.send("POST /azure/openai/realtimeapi/sessions", json, text: "{}")
        #expect(bench.transport.sent.first?.url.hasPrefix("https://azure.example/") == true)
    }

    @Test("a Live session is JSON in both directions, and nothing else")
    func liveSession() async throws {
        let answer = Texts.answer.replacing("\r\n", with: #"\r\n"#)
        let offer = Texts.offer.replacing("\r\n", with: #"\r\n"#)
        let reply = #"{"session":{"id":"live_1"},"transport":{"type":"webrtc","sdp":"\#(answer)"}}"#
        let bench = Bench(.response(201, fields: [], body: reply))
        let body = #"{"session":{"model":"openai/l"},"transport":{"type":"webrtc","sdp":"\#(offer)"}}"#
        let response = try await bench.send(
            "POST /v1/live/sessions?dcid=1",
            ["Content-Type: application/json"],
            text: body
        )
        #expect(response.status == 201)
        #expect(response.fields.value(of: "content-type") == "application/json")
        #expect(response.fields.value(of: "location") == "/v1/live/sessions/live_1")
        #expect(response.text == reply)
        let sent = try #require(bench.transport.sent.first)
        #expect(sent.url == "https://openai.example/v1/live/sessions")
        #expect(sent.body == Array(body.replacing("openai/", with: "").utf8))
        for type in ["application/sdp", "multipart/form-data; boundary=b"] {
            let refused = try await bench.send("POST /v1/live/sessions", ["Content-Type: " + type], text: body)
            #expect(refused.status == 415)
        }
        let noOffer = try await bench.send("POST /v1/live/sessions", ["Content-Type: application/json"], text: "{}")
        #expect(noOffer.status == 400)
        #expect(noOffer.message == "transport is missing.")
        let bad = try await bench.send(
            "POST /v1/live/sessions",
            ["Content-Type: application/json"],
            text: body.replacing("m=audio", with: "m=video")
        )
        #expect(bad.code == "no_audio")
        #expect(bench.transport.sent.count == 1)
    }

    @Test("a session that cannot travel is told of")
    func sessionNotCarried() async throws {
        let form = { (session: String) in
            "--b\r\nContent-Disposition: form-data; name=\"sdp\"\r\n\r\n\(Texts.offer)\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"session\"\r\n\r\n\(session)\r\n--b--\r\n"
        }
        for (session, isTold) in [(#"{"type":"realtime","model":"m"}"#, false), (#"{"model":"m","voice":"v"}"#, true)] {
            let bench = Bench(providers: Self.providers)
            let response = try await bench.post(form: form(session), to: "/speech.1/v1/realtime/calls")
            #expect(response.status == 201)
            let warning = response.fields.value(of: "sdprelay-warning")
            #expect(warning?.hasPrefix("session_not_carried; ") == (isTold ? true : nil))
            #expect(bench.records.first?.exchange.warningCodes == (isTold ? ["session_not_carried"] : []))
        }
    }
}
