// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

@Suite("Answer check")
struct AnswerCheckTests {
    private let answer = sdp("v=0", "s=-", "m=audio 9 RTP/AVP 0", "a=setup:active", "m=video 0 RTP/AVP 96")

    @Test("an answer that a real stack made passes", arguments: Fixtures.generated.filter { !$0.isOffer })
    func realAnswers(_ file: SDPFile) throws {
        try checkAnswer(file.bytes, offerMediaSectionCount: parse(file.bytes).mediaSections.count)
    }

    @Test(
        "an answer that OpenAI gave passes",
        .publishedSamples,
        arguments: [
            "openai-doc-example-answer", "openai-realtime-answer-2026-01-25", "openai-realtime-answer-2026-04-27",
            "openai-realtime-answer-2026-08-17",
        ]
    )
    func openAIAnswers(_ name: String) throws {
        try checkAnswer(Fixtures.file(name, in: Fixtures.published).bytes, offerMediaSectionCount: 2)
    }

    @Test("there are real answers")
    func thereAreAnswers() {
        #expect(Fixtures.generated.count { !$0.isOffer } >= 15)
    }

    @Test(
        "a=setup counts at the session level too, and passive as well as active",
        arguments: [
            sdp("v=0", "a=setup:active", "m=audio 9 RTP/AVP 0"), sdp("v=0", "a=setup:passive", "m=audio 9 RTP/AVP 0"),
            sdp("v=0", "m=audio 9 RTP/AVP 0", "a=setup:passive"),
        ]
    )
    func setupAtEitherLevel(_ answer: [UInt8]) throws {
        try checkAnswer(answer, offerMediaSectionCount: 1)
    }

    @Test(
        "what does not begin with v=0 is no answer",
        arguments: ["", "v=0", "{\"error\":{}}", "\r\nv=0\r\n", "v=1\r\n", "<html>\r\n"]
    )
    func refusesOtherText(_ text: String) {
        let refusal = #expect(throws: SDPFinding.self) {
            try checkAnswer(Array(text.utf8), offerMediaSectionCount: 0)
        }
        #expect(refusal?.code == .answerNotSDP)
        #expect(refusal?.line == 1)
    }

    @Test("a section more or less than the offer has is refused", arguments: [0, 1, 3])
    func refusesOtherCounts(_ count: Int) throws {
        try checkAnswer(answer, offerMediaSectionCount: 2)
        let refusal = #expect(throws: SDPFinding.self) { try checkAnswer(answer, offerMediaSectionCount: count) }
        #expect(refusal?.code == .answerMediaSectionCount)
        #expect(refusal?.message == "The answer has 2 media sections where the offer has \(count).")
        #expect(refusal?.line == 5)
    }

    @Test("no role or another than active and passive is refused", arguments: ["actpass", "holdconn", "", "activex"])
    func refusesOtherSetup(_ role: String) {
        let refusal = #expect(throws: SDPFinding.self) {
            try checkAnswer(answer.replacing("setup:active", with: "setup:\(role)"), offerMediaSectionCount: 2)
        }
        #expect(refusal?.code == .answerWithoutSetup)
        #expect(throws: SDPFinding.self) {
            try checkAnswer(answer.replacing("a=setup:active\r\n", with: ""), offerMediaSectionCount: 2)
        }
    }
}
