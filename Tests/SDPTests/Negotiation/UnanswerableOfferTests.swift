// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

@Suite("Offers that cannot be answered")
struct UnanswerableOfferTests {
    struct Case: CustomTestStringConvertible {
        var what: String
        var offer: [UInt8]
        var code: NegotiationError.Code
        var line = 5
        var testDescription: String { what }
    }

    private static let offer = SessionAnswerTests.offer()

    private static func without(_ line: String) -> [UInt8] {
        offer.replacing("\(line)\r\n", with: "")
    }

    private static let fingerprint = "sha-256 \(Array(repeating: "0A", count: 32).joined(separator: ":"))"

    static let cases = [
        Case(what: "no section", offer: sdp("v=0", "s=-"), code: .noAudio, line: 2),
        Case(
            what: "audio switched off",
            offer: offer.replacing("m=audio 9", with: "m=audio 0"),
            code: .noAudio
        ),
        Case(
            what: "bundle-only without a group",
            offer: offer.replacing("m=audio 9", with: "m=audio 0") + sdp("a=bundle-only"),
            code: .noAudio
        ),
        Case(what: "audio without RTP", offer: offer.replacing("UDP/TLS/RTP/SAVPF", with: "udp"), code: .noAudio),
        Case(what: "no Opus", offer: offer.replacing("opus/48000/2", with: "G722/8000"), code: .noSupportedCodec),
        Case(what: "mono Opus", offer: offer.replacing("opus/48000/2", with: "opus/48000"), code: .noSupportedCodec),
        Case(what: "Opus not in the m= line", offer: offer.replacing("F 96", with: "F 97"), code: .noSupportedCodec),
        Case(what: "a payload type too high", offer: offer.replacing("96", with: "128"), code: .noSupportedCodec),
        Case(what: "no rtcp-mux", offer: without("a=rtcp-mux"), code: .noRTCPMux),
        Case(what: "no fragment", offer: without("a=ice-ufrag:abcd"), code: .missingICECredentials),
        Case(
            what: "no password",
            offer: without("a=ice-pwd:abcdefghijklmnopqrstuv"),
            code: .missingICECredentials
        ),
        Case(what: "short fragment", offer: offer.replacing(":abcd\r", with: ":abc\r"), code: .malformedICECredentials),
        Case(what: "short password", offer: offer.replacing("tuv\r", with: "tu\r"), code: .malformedICECredentials),
        Case(what: "a colon", offer: offer.replacing(":abcd\r", with: ":ab:cd\r"), code: .malformedICECredentials),
        Case(what: "no fingerprint", offer: without("a=fingerprint:\(fingerprint)"), code: .missingFingerprint),
        Case(
            what: "SHA-1 only",
            offer: offer.replacing(
                fingerprint,
                with: "sha-1 \(Array(repeating: "0A", count: 20).joined(separator: ":"))"
            ),
            code: .unsupportedFingerprint
        ),
        Case(what: "a short hash", offer: offer.replacing(":0A\r", with: "\r"), code: .unsupportedFingerprint),
        Case(what: "no setup", offer: without("a=setup:actpass"), code: .missingSetup),
        Case(what: "holdconn", offer: offer.replacing("actpass", with: "holdconn"), code: .unsupportedSetup),
        Case(what: "unknown setup", offer: offer.replacing("actpass", with: "server"), code: .unsupportedSetup),
        Case(what: "a mid with a space", offer: offer + sdp("a=mid:0 1"), code: .invalidMid),
        Case(what: "an empty mid", offer: offer + sdp("a=mid:"), code: .invalidMid),
        Case(
            what: "a mid twice",
            offer: offer + sdp("a=mid:0", "m=video 0 UDP/TLS/RTP/SAVPF 96", "a=mid:0"),
            code: .invalidMid,
            line: 14
        ),
    ]

    @Test("are refused for the reason and with the line", arguments: cases)
    func refused(_ offer: Case) throws {
        let error = try #require(try refusal(of: offer.offer))
        #expect(error.code == offer.code)
        #expect(error.line == offer.line)
        #expect(error.description == "\(offer.line): \(offer.code.rawValue)")
    }

    @Test("the offer that the cases are made of is answered")
    func control() throws {
        #expect(try refusal(of: Self.offer) == nil)
    }

    @Test("codes are those of the findings where both look for the same")
    func codes() {
        let shared: [(NegotiationError.Code, SDPFinding.Code)] = [
            (.noAudio, .noAudio), (.missingICECredentials, .missingICECredentials),
            (.missingFingerprint, .missingFingerprint), (.answerMediaSectionCount, .answerMediaSectionCount),
            (.answerWithoutSetup, .answerWithoutSetup),
        ]
        #expect(shared.allSatisfy { $0.rawValue == $1.rawValue })
        let names = Set(SDPFinding.Code.allCases.map(\.rawValue))
        #expect(NegotiationError.Code.allCases.count { names.contains($0.rawValue) } == shared.count)
    }

    @Test("lengths of ICE credentials are held from both sides")
    func credentialLengths() {
        func isTaken(_ ufrag: Int, _ pwd: Int) -> Bool {
            ICECredentials(ufrag: String(repeating: "u", count: ufrag), pwd: String(repeating: "p", count: pwd)) != nil
        }
        #expect(isTaken(4, 22) && isTaken(256, 256))
        #expect(!isTaken(3, 22) && !isTaken(4, 21) && !isTaken(257, 22) && !isTaken(4, 257))
        #expect(ICECredentials(ufrag: "a+/=", pwd: "-_#0123456789ABCDEFxyz") != nil)
        for wrong in ["ab c", "ab:c", "abc\u{E4}", "abc\n"] {
            #expect(ICECredentials(ufrag: wrong, pwd: "0123456789012345678901") == nil)
        }
    }

    @Test("of what could repeat without end a bounded number is kept")
    func bounded() throws {
        let offer =
            SessionAnswerTests.offer()
            + (0..<1000).flatMap { sdp("a=ssrc:\($0) cname:x", "a=candidate:\($0)", "a=rtcp-fb:96 nack") }
        let session = try answer(offer).session
        #expect(session.audio?.remoteSSRCs == (0..<16).map(UInt32.init))
        #expect(session.remoteCandidates.count == NegotiatedSession.maxRemoteCandidates)
        let many = (0..<1000).map { " \($0 % 200)" }.joined()
        let formats = SessionAnswerTests.offer("a=rtpmap:97 opus/48000/2").replacing(" 96 101", with: many)
        #expect(try answer(formats).session.audio?.codecs.map(\.sendingPayloadType) == [96, 97])
    }

    @Test("values that are no numbers, or too large ones, are passed over")
    func numbers() throws {
        let offer = SessionAnswerTests.offer(
            "a=ssrc:4294967295 cname:x",
            "a=ssrc:4294967296 cname:x",
            "a=ssrc:99999999999 cname:x",
            "a=ssrc:-1 cname:x",
            "a=ssrc:+1 cname:x",
            "a=ssrc",
            "a=ssrc:",
            "a=rtpmap:",
            "a=rtpmap:101",
            "a=rtpmap:101 ",
            "a=rtpmap:101 telephone-event",
            "a=rtpmap:101 telephone-event/0",
            "a=rtpmap:101 telephone-event/99999999999",
            "a=rtpmap:101 telephone-event/8000/x",
            "a=rtpmap:101 telephone-event/8000/1/1",
            "a=extmap:",
            "a=extmap:/ urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=extmap:1/both urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=fmtp:96"
        )
        let audio = try answer(offer).session.audio
        #expect(audio?.remoteSSRCs == [.max])
        #expect(audio?.codecs.count == 1)
        #expect(audio?.extensions.isEmpty == true)
    }

    @Test("neither errors nor agreements show a password when printed")
    func privacy() throws {
        let session = try answer(SessionAnswerTests.offer()).session
        var dumped = "\(session) \(try LocalPeer.lite())"
        dump(session, to: &dumped)
        dump(try LocalPeer.lite(), to: &dumped)
        #expect(!dumped.contains("abcdefghijklmnopqrstuv"))
        #expect(!dumped.contains(LocalPeer.testPwd))
    }
}
