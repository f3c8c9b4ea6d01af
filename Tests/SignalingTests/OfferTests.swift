// SPDX-License-Identifier: MIT

import Providers
import SDP
import Testing

@testable import Signaling

@Suite("Offers on their way")
struct OfferTests {
    @Test("a refused offer costs no upstream call and reaches the envelope with its line", arguments: Offers.refused)
    func refused(_ offer: Offers.Refused) async throws {
        let bench = Bench()
        let request = OfferRequest(
            caller: Bench.caller(token: nil),
            selection: .byModel,
            operation: .call,
            offer: offer.bytes[...],
            model: "m"
        )
        let (result, record) = await bench.exchange(request)
        let error = try #require(result.failure)
        let line = try #require(Int(offer.finding.prefix { $0 != ":" }))
        let message = try #require(offer.finding.firstRange(of: " error: ")).upperBound
        #expect(offer.finding[message...] == "\(error.message) [\(error.code.rawValue)]")
        #expect(error.line == line)
        #expect(error.stage == .offer)
        #expect(error.param == "sdp")
        #expect(error.provider == "openai")
        #expect(String(decoding: error.envelope(requestID: "r"), as: UTF8.self).contains(#""line":\#(line)"#))
        #expect(bench.transport.sent.isEmpty)
        #expect(record.requestBytes == offer.bytes.count)
    }

    @Test("there are refused offers for every reason but the size")
    func fixtures() {
        let codes = Set(Offers.refused.compactMap { $0.finding.split(separator: "[").last?.dropLast() })
        let refusals = SDPFinding.Code.allCases.filter { $0.severity == .refusal }
            .filter { ![.answerNotSDP, .answerMediaSectionCount, .answerWithoutSetup, .offerTooLarge].contains($0) }
        #expect(codes == Set(refusals.map { Substring($0.rawValue) }))
    }

    @Test("an offer over the configured size is refused, one of that size is not")
    func size() async {
        let count = Offers.offer.utf8.count
        let (fits, _) = await Bench(limits: SDPLimits(maxBytes: count)).exchange()
        #expect(fits.success != nil)
        let (refused, _) = await Bench(limits: SDPLimits(maxBytes: count - 1)).exchange()
        #expect(refused.failure?.code == .offerTooLarge)
        #expect(refused.failure?.status == 413)
    }

    @Test("warnings do not stop an offer")
    func warnings() async {
        let answer = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=setup:active\r\n"
        let (result, record) = await Bench(.response(201, body: answer)).exchange(Offers.audioOnly)
        #expect(result.success != nil)
        #expect(record.warnings.map(\.code) == [.noDataChannel])
    }

    @Test("the offer goes up and the answer comes back byte for byte")
    func bytes() async throws {
        let offer = Offers.offer.replacing("s=-", with: "s= é \t")
        let answer = Offers.answer.replacing("\r\n", with: "\n") + "x"
        let bench = Bench(.response(201, fields: ["Location: /v1/realtime/calls/rtc_9"], body: answer))
        let (result, _) = await bench.exchange(offer, session: #"{"model":"m"}"#)
        let reply = try #require(result.success)
        #expect(reply.body == Array(answer.utf8))
        #expect(reply.callID == "rtc_9")
        let sent = try #require(bench.transport.sent.first)
        #expect(String(decoding: sent.request.body, as: UTF8.self).contains("\r\n\r\n\(offer)\r\n--"))
    }

    @Test("a session that is none is refused before the offer is looked at")
    func session() async {
        let bench = Bench()
        for (session, message, param) in [
            ("{", "Not JSON: unexpected_end at byte 1.", "session"),
            ("[]", "The session must be a JSON object.", "session"),
            (#"{"model":1}"#, "session.model must be a string.", "session.model"),
            (#"{"audio":1}"#, "session.audio must be an object.", "session.audio"),
            (#"{"type":"a","type":"b"}"#, "session.type stands there twice.", "session.type"),
        ] {
            let (result, _) = await bench.exchange("", session: session)
            #expect(
                result.failure == RelayError(.invalidSession, stage: .session, message: message, param: param)
            )
        }
        #expect(bench.transport.sent.isEmpty)
    }

    @Test("only the provider's own query parameters travel, as they came and in order")
    func query() async {
        let bench = Bench()
        let parameters = [
            QueryParameter(name: "a", text: "a=1"), QueryParameter(name: "dcid", text: "%64cid=4"),
            QueryParameter(name: "Dcid", text: "Dcid=5"), QueryParameter(name: "dcid", text: "dcid="),
        ]
        _ = await bench.exchange(query: parameters)
        _ = await bench.exchange()
        #expect(
            bench.transport.sent.map(\.request.url) == [
                "https://openai.example/v1/realtime/calls?%64cid=4&dcid=", "https://openai.example/v1/realtime/calls",
            ]
        )
    }

    @Test("a record tells the stages, sizes and ids")
    func record() async {
        let (_, record) = await Bench().exchange(token: "ek_x")
        #expect(record.provider == "openai")
        #expect(record.model == "m")
        #expect(record.usedCallerToken)
        #expect(record.requestBytes == Offers.offer.utf8.count)
        #expect(record.replyBytes == Offers.answer.utf8.count)
        #expect(record.warnings.isEmpty)
        #expect(record.check == .milliseconds(1))
        #expect(record.upstream == ScriptedTransport.timings)
        #expect(record.upstreamStatus == 201)
        #expect(record.upstreamRequestID == "req_up")
    }
}
