// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

@Suite("Session answer")
struct SessionAnswerTests {
    private let chrome = "chrome156-std-mic-dc-offer-gathered"

    @Test("a browser's offer is answered in full")
    func wholeAnswer() throws {
        let fingerprint = (0..<32).map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }
            .joined(separator: ":").uppercased()
        let transport = [
            "a=ice-ufrag:localUfrag", "a=ice-pwd:localPwdLocalPwdLocalPwd", "a=fingerprint:sha-256 \(fingerprint)",
            "a=setup:passive",
        ]
        let expected =
            [
                "v=0", "o=- 4611686018427387905 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=ice-lite", "a=ice-options:ice2",
                "a=group:BUNDLE 0 1", "a=extmap-allow-mixed", "m=audio 40002 UDP/TLS/RTP/SAVPF 111 110",
                "c=IN IP4 192.0.2.10", "a=mid:0",
            ] + transport + [
                "a=candidate:1 1 udp 2130706431 2001:db8::10 40000 typ host",
                "a=candidate:2 1 udp 2130706175 192.0.2.10 40002 typ host",
                "a=candidate:3 1 udp 2130705919 198.51.100.10 40002 typ host", "a=end-of-candidates",
                "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid", "a=sendrecv", "a=rtcp-mux", "a=rtcp-rsize",
                "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1",
                "a=rtpmap:110 telephone-event/48000", "a=msid:stream audio", "a=ssrc:3000000001 cname:local",
                "m=application 40002 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 192.0.2.10", "a=mid:1",
            ] + transport + ["a=sctp-port:5000", "a=max-message-size:262144"]
        let answer = try answer(Fixtures.file(chrome).bytes)
        #expect(String(decoding: answer.bytes, as: UTF8.self) == expected.map { $0 + "\r\n" }.joined())
    }

    @Test("what is agreed on is told as data")
    func agreement() throws {
        let offer = try parse(Fixtures.file(chrome).bytes)
        let session = try SessionAnswer(to: offer, from: .lite()).session
        #expect(session.remoteCredentials.ufrag == offer.mediaSections[0].iceUfrag)
        #expect(session.remoteCredentials.pwd == offer.mediaSections[0].icePwd)
        #expect(session.remoteFingerprints == offer.mediaSections[0].fingerprints)
        #expect(session.remoteCandidates == offer.mediaSections[0].candidates)
        #expect(!session.remoteCandidates.isEmpty)
        #expect(!session.hasAllRemoteCandidates && !session.isRemoteICELite && !session.isDTLSClient)

        let audio = try #require(session.audio)
        #expect(audio.mid == "0" && audio.direction == .sendrecv && audio.takesReducedSizeRTCP)
        #expect(audio.codecs.map(\.codec) == [.opus, .telephoneEvent(clockRate: 48000)])
        #expect(audio.codecs.map(\.sendingPayloadType) == [111, 110])
        #expect(audio.codecs.map(\.receivingPayloadType) == [111, 110])
        #expect(audio.codecs[0].remoteParameters == "minptime=10;useinbandfec=1")
        #expect(audio.codecs.map(\.isTelephoneEvent) == [false, true])
        #expect(audio.sendingID(of: .audioLevel) == 1 && audio.receivingID(of: .mid) == 4)
        #expect(audio.remoteSSRCs.count == 1)
        let channel = try #require(session.dataChannel)
        #expect((channel.localPort, channel.remotePort) == (5000, 5000))
        #expect(channel.remoteMaxMessageSize == 262_144)
    }

    @Test("video is rejected in place, and taken where the local side takes it")
    func video() throws {
        let offer = try Fixtures.file("chrome156-std-mic-cam-dc-offer-gathered").bytes
        let rejected = try answer(offer)
        #expect(rejected.session.sections.map { $0.content == .rejected } == [false, true, false])
        #expect(rejected.description.mediaSections.map(\.port) == [40002, 0, 40002])
        #expect(rejected.description.mediaSections[1].hasAttribute("inactive"))
        #expect(rejected.description.bundleGroups == [["0", "2"]])

        let taken = try answer(offer, from: .lite().withVideo())
        #expect(taken.description.bundleGroups == [["0", "1", "2"]])
        let video = try #require(taken.session.video)
        #expect(Set(video.codecs.map(\.codec)) == [.vp8, .h264])
        #expect(video.codecs.allSatisfy { $0.feedback == [.nack, .pictureLoss, .fullIntraRequest] })
        #expect(video.receivingID(of: .mid) == 4)
        #expect(video.remoteSSRCs.count == 2)
        #expect(!String(decoding: taken.bytes, as: UTF8.self).contains("transport-cc"))
    }

    @Test("a second audio section is rejected")
    func secondAudio() throws {
        let answer = try answer(Fixtures.file("chrome156-std-two-audio-dc-offer-nogather").bytes)
        #expect(answer.session.sections.map { $0.content == .rejected } == [false, true, false])
        #expect(answer.description.bundleGroups == [["0", "2"]])
    }

    @Test("with spaces too many before the first format, sections are answered as without")
    func spacesBeforeFormats() throws {
        let offer = try Fixtures.file("video-too", in: Fixtures.accepted).bytes
        let spaced = offer.replacing("SAVPF 111", with: "SAVPF  111").replacing("SAVPF 96", with: "SAVPF  96")
            .replacing("SCTP webrtc", with: "SCTP  webrtc")
        try #require(spaced.count == offer.count + 3)
        let answer = try answer(spaced)
        #expect(answer.session.sections.contains { $0.content == .rejected } && answer.session.dataChannel != nil)
        #expect(try answer.bytes == SDPTests.answer(offer).bytes)
        #expect(try parse(answer.bytes) == answer.description)
    }

    @Test(
        "the direction is what both want",
        arguments: [
            ("sendrecv", MediaDirection.sendrecv, MediaDirection.sendrecv), ("sendonly", .sendrecv, .recvonly),
            ("recvonly", .sendrecv, .sendonly), ("inactive", .sendrecv, .inactive), ("sendrecv", .recvonly, .recvonly),
            ("sendrecv", .sendonly, .sendonly), ("sendonly", .sendonly, .inactive), ("recvonly", .recvonly, .inactive),
        ]
    )
    func direction(_ offered: String, _ wanted: MediaDirection, _ expected: MediaDirection) throws {
        var local = try LocalPeer.lite()
        local.audio.direction = wanted
        let answer = try answer(Self.offer("a=\(offered)"), from: local)
        #expect(answer.session.audio?.direction == expected)
        let audio = answer.description.mediaSections[0]
        #expect(audio.hasAttribute(expected.rawValue))
        // Nothing is announced that will not be sent.
        #expect(audio.hasAttribute("ssrc") == expected.sends)
        #expect(audio.hasAttribute("msid") == expected.sends)
    }

    @Test("without a direction both ways are meant; that of the session level holds for sections without")
    func inheritedDirection() throws {
        #expect(try answer(Self.offer()).session.audio?.direction == .sendrecv)
        let session = Self.offer().replacing("t=0 0\r\n", with: "t=0 0\r\na=sendonly\r\n")
        #expect(try answer(session).session.audio?.direction == .recvonly)
        let section = Self.offer("a=sendrecv").replacing("t=0 0\r\n", with: "t=0 0\r\na=sendonly\r\n")
        #expect(try answer(section).session.audio?.direction == .sendrecv)
    }

    @Test(
        "the role is that which the offer leaves",
        arguments: [
            ("actpass", false, false), ("actpass", true, true), ("active", true, false), ("passive", false, true),
        ]
    )
    func setup(_ offered: String, _ prefersActive: Bool, _ isClient: Bool) throws {
        var local = try LocalPeer.lite()
        local.prefersActiveSetup = prefersActive
        let answer = try answer(Self.offer().replacing("actpass", with: offered), from: local)
        #expect(answer.session.isDTLSClient == isClient)
        #expect(answer.description.mediaSections[0].setup == (isClient ? .active : .passive))
    }

    @Test("digits are taken at the clock rate of the codec, or at 8000 Hz where that is all there is")
    func telephoneEvents() throws {
        let both = Self.offer("a=rtpmap:101 telephone-event/8000", "a=rtpmap:102 telephone-event/48000")
        #expect(try answer(both).session.audio?.codecs.map(\.sendingPayloadType) == [96, 102])
        let old = Self.offer("a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15")
        let codecs = try answer(old).session.audio?.codecs
        #expect(codecs?.map(\.sendingPayloadType) == [96, 101])
        #expect(codecs?.last?.remoteParameters == "0-15")
        var deaf = try LocalPeer.lite()
        deaf.audio.takesTelephoneEvents = false
        #expect(try answer(both, from: deaf).session.audio?.codecs.count == 1)
    }

    @Test("feedback and extensions are echoed only if offered and understood")
    func feedbackAndExtensions() throws {
        let offer = Self.offer(
            "a=rtcp-fb:96 nack",
            "a=rtcp-fb:96 transport-cc",
            "a=extmap:3/sendonly urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "a=extmap:5 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=extmap:7 urn:ietf:params:rtp-hdrext:toffset"
        )
        let answer = try answer(offer)
        let audio = try #require(answer.session.audio)
        #expect(audio.codecs[0].feedback == .nack)
        #expect(audio.sendingID(of: .audioLevel) == nil && audio.receivingID(of: .audioLevel) == 3)
        let section = answer.description.mediaSections[0]
        #expect(section.attributes("rtcp-fb") == ["96 nack"])
        #expect(
            section.attributes("extmap") == [
                "3/recvonly urn:ietf:params:rtp-hdrext:ssrc-audio-level", "5 urn:ietf:params:rtp-hdrext:sdes:mid",
            ]
        )
        var deaf = try LocalPeer.lite()
        deaf.audio.feedback = []
        deaf.audio.extensions = []
        let plain = try SDPTests.answer(offer, from: deaf).description.mediaSections[0]
        #expect(!plain.hasAttribute("rtcp-fb") && !plain.hasAttribute("extmap"))
    }

    @Test("feedback for all payload types counts for each")
    func feedbackForAll() throws {
        #expect(try answer(Self.offer("a=rtcp-fb:* nack")).session.audio?.codecs[0].feedback == .nack)
    }

    @Test("ids of the two-byte form need the leave to mix both")
    func extensionIDs() throws {
        for (id, isTaken) in [("0", false), ("1", true), ("14", true), ("15", false), ("256", false), ("x", false)] {
            let audio = try answer(Self.offer("a=extmap:\(id) urn:ietf:params:rtp-hdrext:sdes:mid")).session.audio
            #expect(audio?.extensions.isEmpty == !isTaken, "\(id)")
        }
        for (id, isTaken) in [("15", true), ("255", true), ("256", false), ("4096", false)] {
            let offer = Self.offer("a=extmap-allow-mixed", "a=extmap:\(id) urn:ietf:params:rtp-hdrext:sdes:mid")
            #expect(try answer(offer).session.audio?.extensions.isEmpty == !isTaken, "\(id)")
        }
    }

    @Test("data channels are answered in the form they are offered in")
    func dataChannelForms() throws {
        let legacy = try Fixtures.file("legacy_data_channel_form", in: Fixtures.warned).bytes
        let answer = try answer(legacy)
        let section = answer.description.mediaSections[1]
        #expect(section.transport == "DTLS/SCTP" && section.formats == ["5000"])
        #expect(section.attribute("sctpmap") == "5000 webrtc-datachannel 65535")
        #expect(!section.hasAttribute("sctp-port"))
        // RFC 8841, section 6: 64 KiB where nothing is said.
        #expect(answer.session.dataChannel?.remoteMaxMessageSize == 65_536)
    }

    @Test(
        "the size of messages is read with its two special values",
        arguments: [("0", nil), ("1", 1), ("1073741823", 1_073_741_823), ("-1", 65_536), ("x", 65_536)]
    )
    func maxMessageSize(_ text: String, _ expected: Int?) throws {
        let offer = try Fixtures.file("audio-and-data-channel", in: Fixtures.accepted).bytes
        let changed = offer.replacing("a=max-message-size:262144", with: "a=max-message-size:\(text)")
        #expect(try answer(changed).session.dataChannel?.remoteMaxMessageSize == expected)
    }

    @Test("data channels with a port that is none are rejected", arguments: ["0", "65536", "x"])
    func portThatIsNone(_ port: String) throws {
        let offer = try Fixtures.file("audio-and-data-channel", in: Fixtures.accepted).bytes
        let answer = try answer(offer.replacing("a=sctp-port:5000", with: "a=sctp-port:\(port)"))
        #expect(answer.session.dataChannel == nil)
        #expect(answer.description.mediaSections[1].port == 0)
    }

    @Test("the port may stand in the m= line alone, and a second section for data channels is rejected")
    func portInTheMediaLine() throws {
        let offer = try Fixtures.file("legacy_data_channel_form", in: Fixtures.warned).bytes
            .replacing("DTLS/SCTP 5000", with: "DTLS/SCTP 5001")
            .replacing("a=sctpmap:5000 webrtc-datachannel 65535", with: "a=x")
            .replacing("a=group:BUNDLE 0 1", with: "a=group:BUNDLE 0 1 2")
        let second = sdp("m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=mid:2")
        let answer = try answer(offer + second)
        #expect(answer.session.dataChannel?.remotePort == 5001)
        #expect(answer.session.sections.map { $0.content == .rejected } == [false, false, true])
        #expect(answer.description.mediaSections[1].formats == ["5000"])
    }

    @Test("other codecs are taken where the local side has them, also those that need no a=rtpmap")
    func otherCodecs() throws {
        var local = try LocalPeer.lite()
        local.audio.codecs = [.pcmu, .pcma, .opus]
        let offer = Self.offer("a=rtpmap:101 telephone-event/8000", "a=rtpmap:102 telephone-event/48000")
            .replacing("SAVPF 96", with: "SAVPF 8 0 9 96")
        let answer = try answer(offer, from: local)
        let expected: [RTPCodec] = [.pcma, .pcmu, .opus, .telephoneEvent(clockRate: 8000)]
        #expect(answer.session.audio?.codecs.map(\.codec) == expected)
        #expect(
            answer.description.mediaSections[0].attributes("rtpmap") == [
                "8 PCMA/8000", "0 PCMU/8000", "96 opus/48000/2", "101 telephone-event/8000",
            ]
        )
    }

    @Test("a section takes up with what its group's first section says, then with the session level")
    func inheritedTransport() throws {
        // The first section of the offer's group is rejected; the audio has nothing of its own.
        let offer = try Fixtures.file("audio-and-data-channel", in: Fixtures.accepted).bytes
        let data = try parse(offer).mediaSections[1]
        let bare = sdp(
            "v=0",
            "o=- 1 1 IN IP4 0.0.0.0",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 1 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=mid:0",
            "a=rtcp-mux",
            "a=rtpmap:111 opus/48000/2"
        )
        var local = try LocalPeer.lite()
        local.dataChannel = nil
        let tagged = bare + data.lines.flatMap { sdp("\($0.type == .media ? "m" : "a")=\($0.value)") }
        #expect(try answer(tagged, from: local).session.remoteCredentials.ufrag == data.iceUfrag)
        #expect(try answer(tagged).session.remoteCredentials.pwd == data.icePwd)
        let rejected = tagged.replacing("m=application 9", with: "m=application 0")
        #expect(try refusal(of: rejected, from: local)?.code == .missingICECredentials)
    }

    @Test("without a group only the audio section is used")
    func noGroup() throws {
        let answer = try answer(Fixtures.file("no_bundle", in: Fixtures.warned).bytes)
        #expect(answer.session.sections.map { $0.content == .rejected } == [false, true])
        #expect(answer.description.bundleGroups.isEmpty)
    }

    @Test("the transport is that of the section which the answer's group names first")
    func transportOfTheTag() throws {
        let offer = try Fixtures.file("bundle-only-audio-with-port-zero", in: Fixtures.accepted).bytes
        let answer = try answer(offer)
        #expect(answer.description.bundleGroups == [["1", "0"]])
        #expect(answer.description.mediaSections.map(\.hasEndOfCandidates) == [false, true])
    }

    @Test("port 9 and no address stand for candidates that no m= line can show")
    func defaultCandidate() throws {
        for (candidates, line, connection) in [
            ([], 9, "IN IP4 0.0.0.0"), (["1 1 tcp 1 192.0.2.1 9 typ host tcptype active"], 9, "IN IP4 0.0.0.0"),
            (["1 1 udp 1 a.local 5000 typ host"], 9, "IN IP4 0.0.0.0"),
            (["1 1 UDP 1 2001:db8::1 5000 typ host"], 5000, "IN IP6 2001:db8::1"),
            (["1 2 udp 1 192.0.2.1 5000 typ host", "1 1 udp 1 192.0.2.2 5001 typ host"], 5001, "IN IP4 192.0.2.2"),
        ] {
            var local = try LocalPeer.lite()
            local.candidates = candidates
            let section = try answer(Self.offer(), from: local).description.mediaSections[0]
            #expect(section.port == line)
            #expect(section.lines[1].value == connection)
            #expect(section.hasEndOfCandidates == !candidates.isEmpty)
        }
    }

    /// An offer with one audio section, Opus as 96, and more lines in it.
    static func offer(_ lines: String...) -> [UInt8] {
        var text = [
            "v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "m=audio 9 UDP/TLS/RTP/SAVPF 96 101 102",
            "c=IN IP4 0.0.0.0", "a=ice-ufrag:abcd", "a=ice-pwd:abcdefghijklmnopqrstuv",
            "a=fingerprint:sha-256 \(Array(repeating: "0A", count: 32).joined(separator: ":"))", "a=setup:actpass",
            "a=rtcp-mux", "a=rtpmap:96 opus/48000/2",
        ]
        text += lines
        return Array(text.map { $0 + "\r\n" }.joined().utf8)
    }
}
