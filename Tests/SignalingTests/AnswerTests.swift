// SPDX-License-Identifier: MIT

import Providers
import Testing

@testable import Signaling

@Suite("Answers on their way back")
struct AnswerTests {
    @Test(
        "a success without a usable answer is the upstream's failure",
        arguments: [
            ("", 1), ("<html></html>", 1), (#"{"sdp":"v=0\r\n"}"#, 1), (" " + Offers.answer, 1),
            (Offers.audioOnly, 12), (Offers.answer.replacing("a=setup:active\r\n", with: ""), 6), ("v=0\r\n", 1),
        ]
    )
    func unusable(_ answer: String, _ line: Int) async throws {
        let outcome = ScriptedTransport.Outcome.response(201, fields: ["x-request-id: req_up"], body: answer)
        let (result, record) = await Bench(outcome).exchange()
        let error = try #require(result.failure)
        #expect(error.status == 502)
        #expect(error.code == .invalidUpstreamAnswer)
        #expect(error.stage == .answer)
        #expect(error.line == line)
        #expect(error.upstreamStatus == 201)
        #expect(error.upstreamRequestID == "req_up")
        #expect(error.provider == "openai")
        #expect(!error.isRetryable)
        #expect(record.replyBytes == answer.utf8.count)
    }

    @Test("any 2xx with an answer is a success", arguments: [200, 201, 202, 299])
    func statuses(_ status: Int) async {
        let (result, _) = await Bench(.response(status, body: Offers.answer)).exchange()
        #expect(result.success?.body == Array(Offers.answer.utf8))
        #expect(result.success?.callID == nil)
    }

    @Test("a client secret must be a JSON object", arguments: ["", "v=0\r\n", "[]", "\"ek_1\"", "{", "{}{}"])
    func unusableSecret(_ body: String) async throws {
        let (result, _) = await Bench(.response(200, fields: ["x-request-id: req_up"], body: body)).create()
        let error = try #require(result.failure)
        #expect(error.code == .invalidUpstreamAnswer)
        #expect(error.stage == .answer)
        #expect(error.message == "The upstream's response is no JSON object.")
        #expect(error.upstreamStatus == 200)
        #expect(error.upstreamRequestID == "req_up")
    }

    @Test("a client secret comes back byte for byte")
    func secret() async {
        let body = #" {"value":"ek_1", "expires_at":1.0}"# + "\n"
        let (result, record) = await Bench(.response(200, body: body)).create(body: #"{"session":{}}"#)
        #expect(result.success?.body == Array(body.utf8))
        #expect(result.success?.callID == nil)
        #expect(record.requestBytes == 14)
        #expect(record.replyBytes == body.utf8.count)
    }
}
