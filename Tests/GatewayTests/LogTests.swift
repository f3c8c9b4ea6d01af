// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Signaling
import Testing

@testable import Gateway

@Suite("Request records")
struct LogTests {
    @Test("an exchange leaves one record with its stages and sizes")
    func success() async throws {
        let bench = Bench()
        _ = try await bench.post()
        let record = try #require(bench.records.first)
        #expect(bench.records.count == 1)
        #expect(record.method == "POST")
        #expect(record.route == "/v1/realtime/calls")
        #expect(record.status == 201)
        #expect(record.code == nil)
        #expect(record.upstreamCode == nil)
        #expect(record.bodyBytes == Texts.offer.utf8.count)
        #expect(record.exchange.provider == "openai")
        #expect(record.exchange.model == "m")
        #expect(record.exchange.requestBytes == Texts.offer.utf8.count)
        #expect(record.exchange.replyBytes == Texts.answer.utf8.count)
        #expect(record.exchange.upstream == ScriptedTransport.timings)
        #expect(record.exchange.upstreamStatus == 201)
        // The clock of the bench stands at 100 ms when the head is complete, and goes on by 1 ms with each look.
        #expect(record.parse == .milliseconds(1))
        #expect(record.exchange.check == .milliseconds(1))
        #expect(record.total == .milliseconds(4))
    }

    @Test("a failure has its code, and the upstream's own where that was passed on")
    func failure() async throws {
        let bench = Bench(.response(404, fields: [], body: #"{"error":{"message":"m","code":"model_not_found"}}"#))
        _ = try await bench.post()
        _ = try await bench.post("x")
        #expect(bench.records.map(\.status) == [404, 400])
        #expect(bench.records.map(\.code) == ["upstream_rejected", "not_sdp"])
        #expect(bench.records.map(\.upstreamCode) == ["model_not_found", nil])
        #expect(bench.records.map(\.exchange.provider) == ["openai", "openai"])
        #expect(bench.records.map(\.exchange.upstreamStatus) == [404, nil])
    }

    @Test("a client that has gone leaves 499")
    func cancelled() async throws {
        let bench = Bench(.failure(UpstreamTransportError(.cancelled, requestWasSent: true)))
        _ = try await bench.post()
        #expect(bench.records.map(\.status) == [499])
        #expect(bench.records.map(\.code) == ["client_closed_request"])
    }

    @Test("the raw path is never recorded")
    func rawPath() async throws {
        let bench = Bench()
        _ = try await bench.send("GET /secret-path?token=secret-query")
        _ = try await bench.send("GET /healthz?token=secret-query")
        #expect(bench.records.map(\.route) == [nil, "/healthz"])
        for record in bench.records {
            var dumped = ""
            dump(record, to: &dumped)
            #expect(!dumped.contains("secret-"))
        }
    }

    @Test("secrets planted in every input reach neither a record nor a response of the relay's own")
    func privacy() async throws {
        let provider = ConfiguredProvider(
            name: "openai",
            provider: OpenAIProvider(),
            baseURL: "https://secret-host.example",
            keys: [ProviderKey(name: "main", secret: "planted-relay-key")],
            extraFields: ["X-Key: planted-extra"]
        )
        let error = #"{"error":{"message":"planted-relay-key ek_plantedtoken a=ice-pwd:plantedpassword","code":"c"}}"#
        let offer = Texts.offer.replacing("pppppppppppppppppppppp", with: "plantedpasswordxxxxxxx")
        let outcomes: [ScriptedTransport.Outcome] = [
            .response(400, fields: [], body: error), .response(401, fields: [], body: error),
            .response(500, fields: [], body: "planted-relay-key"), .response(201, fields: [], body: offer + "planted"),
            .response(302, fields: ["Location: https://planted.example"], body: ""), .answer,
            .failure(UpstreamTransportError(.unreachable, requestWasSent: false, detail: "name not found")),
        ]
        for outcome in outcomes {
            let bench = Bench(outcome, providers: [provider])
            var shown = ""
            for credential in ["planted-caller-key", "ek_plantedtoken"] {
                let fields = ["Authorization: Bearer " + credential, "Cookie: planted"]
                let responses = [
                    try await bench.post(offer, fields: fields),
                    try await bench.post(offer.replacing("m=audio", with: "m=planted"), fields: fields),
                    try await bench.post("v=0\r\nplanted\r\n", fields: fields),
                    try await bench.post(form: "--b\r\nplanted"), try await bench.post("planted{", fields: fields),
                    try await bench.send(
                        "POST /v1/realtime/calls?planted=%zz",
                        ["Content-Type: application/sdp"] + fields
                    ),
                    try await bench.send("POST /v1/realtime/calls", ["Content-Type: planted/x"] + fields),
                    try await bench.send("GET /planted", fields),
                    try await bench.send("POST /v1/realtime/sessions", ["Origin: https://planted.example"]),
                ]
                for response in responses { dump(response.text, to: &shown); dump(response.fields, to: &shown) }
            }
            dump(bench.records, to: &shown)
            #expect(!shown.contains("planted"))
            #expect(!shown.contains("secret-host"))
        }
    }
}
