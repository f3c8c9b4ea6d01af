// SPDX-License-Identifier: MIT

import EventLoop
import HTTPServer
import Providers
import Signaling
import TestSupport
import Testing

@testable import Gateway

@Suite("Header fields of callers")
struct CallerFieldTests {
    private static let all = [
        "openai-organization: org-1", "OPENAI-PROJECT: proj-1", "x-openai-agents-sdk: sdk-1",
        "openai-beta: realtime=v1",
        "openai-safety-identifier: user-1", "Cookie: c", "X-Forwarded-For: 192.0.2.9", "User-Agent: u", "api-key: k",
        "X-Stainless-Lang: js", "Idempotency-Key: i", "Authorization: Bearer caller-key", "Referer: r", "Accept: x/y",
        "Content-Type: application/sdp",
    ]

    @Test("only what providers document travels, in their spelling")
    func forwarded() async throws {
        let bench = Bench()
        _ = try await bench.send("POST /v1/realtime/calls?model=m", Self.all, text: Texts.offer)
        let fields = try #require(bench.transport.sent.first).fields
        #expect(
            fields.filter { !$0.hasPrefix("Content-Type: multipart/form-data; boundary=") } == [
                "Authorization: Bearer sk-relay", "OpenAI-Organization: org-1", "OpenAI-Project: proj-1",
                "X-OpenAI-Agents-SDK: sdk-1", "Accept: application/sdp",
            ]
        )
        #expect(fields.count == 6)
    }

    @Test("the safety identifier is for trusted callers to set")
    func safetyIdentifier() async throws {
        for (address, travels) in [("192.0.2.1", true), ("192.0.2.2", false), ("::1", false)] {
            let bench = Bench(.response(200, fields: [], body: "{}")) {
                $0.isTrusted = { $0.ip.description == "192.0.2.1" }
            }
            _ = try await bench.send(
                "POST /v1/realtime/client_secrets",
                ["OpenAI-Safety-Identifier: user-1"],
                from: address
            )
            let fields = try #require(bench.transport.sent.first).fields
            #expect(fields.contains("OpenAI-Safety-Identifier: user-1") == travels)
        }
    }

    @Test("OpenAI-Beta travels to a beta endpoint")
    func beta() async throws {
        let provider = ConfiguredProvider(
            name: "openai",
            provider: OpenAIProvider(),
            baseURL: "https://openai.example",
            keys: ["k"],
            legacyMode: .beta
        )
        let bench = Bench(providers: [provider])
        _ = try await bench.post(to: "/v1/realtime?model=m", fields: ["OpenAI-Beta: realtime=v1"])
        _ = try await bench.post(to: "/v1/realtime/calls?model=m", fields: ["OpenAI-Beta: realtime=v1"])
        #expect(bench.transport.sent.map { $0.fields.contains("OpenAI-Beta: realtime=v1") } == [true, false])
    }

    @Test("an empty field does not travel")
    func emptyField() async throws {
        let bench = Bench()
        _ = try await bench.post(fields: ["OpenAI-Project:  ", "OpenAI-Organization: o"])
        let fields = try #require(bench.transport.sent.first).fields
        #expect(!fields.contains { $0.hasPrefix("OpenAI-Project") })
        #expect(fields.contains("OpenAI-Organization: o"))
    }

    @Test(
        "an ephemeral token is used as it is",
        arguments: ["Bearer ek_1", "bearer ek_1", "BEARER  ek_1", "Bearer ek_1 "]
    )
    func token(_ value: String) async throws {
        let bench = Bench()
        let response = try await bench.post(to: "/v1/realtime/calls", fields: ["Authorization: " + value])
        #expect(response.status == 201)
        let request = try #require(bench.transport.sent.first)
        #expect(request.fields.first == "Authorization: Bearer ek_1")
        #expect(request.body == Array(Texts.offer.utf8))
        #expect(bench.records.first?.exchange.usedCallerToken == true)
    }

    @Test(
        "any other credential is for the relay and stays here",
        arguments: [
            "Bearer sk-caller", "Bearer EK_1", "Basic ek_1", "ek_1", "Bearer", "Bearer ek_1 ek_2", "Bearerek_1", "",
            "Bearer xek_1",
        ]
    )
    func otherCredentials(_ value: String) async throws {
        let bench = Bench()
        let response = try await bench.post(fields: ["Authorization: " + value])
        #expect(response.status == 201)
        let request = try #require(bench.transport.sent.first)
        #expect(request.fields.filter { $0.hasPrefix("Authorization") } == ["Authorization: Bearer sk-relay"])
        #expect(bench.records.first?.exchange.usedCallerToken == false)
    }
}
