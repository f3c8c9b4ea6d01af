// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

@Suite("Session offer")
struct SessionOfferTests {
    @Test("has what a browser's offer has")
    func wholeOffer() throws {
        let offer = SessionOffer(from: try .agent())
        let summary = try check(offer.bytes)
        #expect(summary.warnings.isEmpty && summary.hasDataChannel && summary.hasBundle && !summary.hasVideo)
        #expect(try parse(offer.bytes) == offer.description)
        let audio = offer.description.mediaSections[0]
        #expect(audio.formats == ["111", "110"])
        #expect(audio.attributes("rtpmap") == ["111 opus/48000/2", "110 telephone-event/48000"])
        #expect(audio.attribute("fmtp") == "111 minptime=10;useinbandfec=1")
        #expect(audio.attributes("rtcp-fb") == ["111 nack"])
        #expect(audio.setup == .actpass)
        #expect(audio.hasAttribute("sendrecv") && audio.hasAttribute("rtcp-mux"))
        #expect(audio.candidates.count == 3 && audio.hasEndOfCandidates)
        #expect(offer.description.mediaSections[1].candidates.isEmpty)
        #expect(offer.description.bundleGroups == [["0", "1"]])
        #expect(!offer.description.isICELite)
    }

    @Test("leaves out what the local side does not take")
    func withoutDataChannel() throws {
        var local = try LocalPeer.agent()
        local.dataChannel = nil
        let offer = SessionOffer(from: local)
        #expect(offer.description.mediaSections.map(\.media) == ["audio"])
        #expect(offer.description.bundleGroups == [["0"]])
    }

    @Test("no two codecs get the same payload type, and none one that could be taken for RTCP")
    func payloadTypes() throws {
        var local = try LocalPeer.agent().withVideo()
        let odd = (1...20).map { RTPCodec(name: "odd\($0)", clockRate: 48000) }
        local.audio.codecs += [.pcmu, .pcma, .opus] + odd
        let offer = SessionOffer(from: local)
        let formats = offer.description.mediaSections[0...1].flatMap(\.formats).compactMap { Int($0) }
        #expect(Set(formats).count == formats.count)
        #expect(formats.count == 27)
        #expect(formats.allSatisfy { (0...127).contains($0) && !(64...95).contains($0) })
    }

    @Test("is answered by our own answerer, and both sides read the same", arguments: [false, true])
    func roundTrip(_ isActive: Bool) throws {
        var answerer = try LocalPeer.lite().withVideo()
        answerer.prefersActiveSetup = isActive
        answerer.dataChannel = LocalDataChannel(sctpPort: 5001, maxMessageSize: 0)
        let offer = SessionOffer(from: try .agent().withVideo())
        let answer = try answer(offer.bytes, from: answerer)
        let session = try offer.session(from: parse(answer.bytes))
        #expect(session.isDTLSClient != answer.session.isDTLSClient)
        #expect(session.isDTLSClient == !isActive)
        #expect(session.isRemoteICELite && !answer.session.isRemoteICELite)
        #expect(session.hasAllRemoteCandidates && session.remoteCandidates == answerer.candidates)
        #expect(session.remoteCredentials == answerer.credentials)
        #expect(session.remoteFingerprints == [answerer.fingerprint])
        #expect(session.audio?.codecs == answer.session.audio?.codecs)
        #expect(session.audio?.codecs.first?.feedback == .nack)
        #expect(session.audio?.extensions == answer.session.audio?.extensions)
        #expect(session.audio?.extensions.count == 2)
        #expect(session.audio?.remoteSSRCs == [answerer.audio.ssrc])
        #expect(session.video?.codecs == answer.session.video?.codecs)
        #expect(session.dataChannel?.remotePort == 5001)
        #expect(session.dataChannel?.remoteMaxMessageSize == nil)
        #expect(answer.session.dataChannel?.remotePort == 5000)
    }

    @Test("an answer may refuse video and data channels")
    func rejectedSections() throws {
        var answerer = try LocalPeer.lite()
        answerer.dataChannel = nil
        let offer = SessionOffer(from: try .agent().withVideo())
        let session = try offer.session(from: parse(answer(offer.bytes, from: answerer).bytes))
        #expect(session.sections.map { $0.content == .rejected } == [false, true, true])
        #expect(session.video == nil && session.dataChannel == nil)
    }

    @Test("an answer may give a codec another payload type")
    func otherPayloadType() throws {
        let session = try read { text in
            text.replacing(" 111 110", with: " 99 110").replacing("rtpmap:111", with: "rtpmap:99")
                .replacing("a=fmtp:111", with: "a=fmtp:99")
        }
        let opus = session.audio?.codecs.first
        #expect(opus?.sendingPayloadType == 99 && opus?.receivingPayloadType == 111)
        #expect(opus?.remoteParameters == "minptime=10;useinbandfec=1")
    }

    @Test("an extension that was not offered under this id is not agreed on")
    func otherExtensionID() throws {
        let session = try read { $0.replacing("a=extmap:1 ", with: "a=extmap:9 ") }
        #expect(session.audio?.extensions.map(\.kind) == [.mid])
    }

    struct Case: CustomTestStringConvertible {
        var code: NegotiationError.Code
        var old: String
        var new: String
        var line: Int
        var testDescription: String { "\(code.rawValue): \(old) for \(new)" }

        init(_ code: NegotiationError.Code, _ old: String, _ new: String, line: Int) {
            (self.code, self.old, self.new, self.line) = (code, old, new, line)
        }
    }

    /// The answer has its m= lines at 9 and 31, and 39 lines.
    @Test(
        "answers that do not fit are refused for the reason and with the line",
        arguments: [
            Case(.answerMediaSectionCount, "m=application", "i=application", line: 39),
            Case(.answerMediaSectionMismatch, "m=application", "m=audio", line: 31),
            Case(.answerMediaSectionMismatch, "UDP/DTLS/SCTP", "UDP/TLS/RTP/SAVPF", line: 31),
            Case(.answerMediaSectionMismatch, "UDP/TLS/RTP/SAVPF", "UDP/DTLS/SCTP", line: 9),
            Case(.answerMediaSectionMismatch, "a=sctp-port:5000", "a=sctp-port:0", line: 31),
            Case(.answerMid, "a=mid:0", "a=mid:x", line: 9),
            Case(.invalidMid, "a=mid:0", "a=mid:1", line: 31),
            Case(.answerBundle, "a=group:BUNDLE 0 1", "a=group:BUNDLE 0", line: 31),
            Case(.answerBundle, "a=group:BUNDLE 0 1", "a=group:BUNDLE 0 1 2", line: 39),
            Case(.answerBundle, "a=group:BUNDLE 0 1", "a=x:BUNDLE 0 1", line: 31),
            Case(.answerBundle, "a=group:BUNDLE 0 1", "a=group:BUNDLE", line: 9),
            Case(.answerBundle, "a=mid:0", "a=x:0", line: 9),
            Case(.noAudio, "m=audio 40002", "m=audio 0", line: 9),
            Case(.noSupportedCodec, "opus/48000/2", "G722/8000", line: 9),
            Case(.noRTCPMux, "a=rtcp-mux", "a=x", line: 9),
            Case(.missingICECredentials, "a=ice-pwd", "a=x", line: 9),
            Case(.malformedICECredentials, "a=ice-ufrag:localUfrag", "a=ice-ufrag:l", line: 9),
            Case(.missingFingerprint, "a=fingerprint", "a=x", line: 9),
            Case(.unsupportedFingerprint, "sha-256", "sha-1", line: 9),
            Case(.answerWithoutSetup, "a=setup:passive", "a=setup:actpass", line: 9),
            Case(.answerWithoutSetup, "a=setup:passive", "a=x", line: 9),
        ]
    )
    func misfits(_ answer: Case) throws {
        let error = #expect(throws: NegotiationError.self) {
            try read { $0.replacing(answer.old, with: answer.new) }
        }
        #expect(error?.code == answer.code)
        #expect(error?.line == answer.line)
    }

    @Test(
        "real answers to offers of this form are read",
        arguments: ["chrome156-std-mic-dc-answer", "gen-aiortc-1.16-audio-dc-answer"]
    )
    func realAnswers(_ name: String) throws {
        let session = try SessionOffer(from: .agent()).session(from: parse(Fixtures.file(name).bytes))
        #expect(session.audio?.codecs.first?.codec == .opus)
        #expect(session.dataChannel?.remotePort == 5000)
        #expect(!session.isDTLSClient)
    }

    @Test(
        "OpenAI's answers are read",
        .publishedSamples,
        arguments: [
            "openai-realtime-answer-2026-01-25", "openai-realtime-answer-2026-04-27",
            "openai-realtime-answer-2026-08-17",
        ]
    )
    func openAIAnswers(_ name: String) throws {
        let file = try Fixtures.file(name, in: Fixtures.published)
        let session = try SessionOffer(from: .agent()).session(from: parse(file.bytes))
        #expect(session.audio?.direction == .sendrecv)
        #expect(!session.isDTLSClient)
        #expect(!session.remoteCandidates.isEmpty)
        #expect(session.dataChannel?.remoteMaxMessageSize == 1_073_741_823)
        #expect(session.isRemoteICELite == (name != "openai-realtime-answer-2026-01-25"))
    }

    /// Reads the answer of a lite peer to a full agent's offer, after a change to its bytes.
    private func read(after change: ([UInt8]) -> [UInt8]) throws -> NegotiatedSession {
        let offer = SessionOffer(from: try .agent())
        let text = try answer(offer.bytes).bytes
        return try offer.session(from: parse(change(text)))
    }
}
