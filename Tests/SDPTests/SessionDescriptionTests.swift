// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

@Suite("Session description")
struct SessionDescriptionTests {
    @Test("a browser's offer is read into its parts")
    func browserOffer() throws {
        let offer = try parse(Fixtures.file("chrome156-std-mic-dc-offer-gathered").bytes)
        #expect(
            offer.lines.compactMap(\.type) == [.version, .origin, .sessionName, .timing]
                + .init(repeating: .attribute, count: 3)
        )
        #expect(offer.bundleGroups == [["0", "1"]])
        #expect(offer.bundleTaggedSection == offer.mediaSections.first)
        #expect(!offer.isICELite)

        let audio = offer.mediaSections[0]
        #expect((audio.media, audio.transport, audio.portCount) == ("audio", "UDP/TLS/RTP/SAVPF", nil))
        #expect(audio.formats == ["111", "63", "9", "0", "8", "13", "110", "126"])
        #expect(audio.mid == "0")
        #expect(audio.lines.first?.type == .media)
        #expect(audio.iceUfrag?.count == 4)
        #expect(audio.icePwd?.count == 24)
        #expect(audio.iceOptions.contains("trickle"))
        #expect(audio.setup == .actpass)
        #expect(audio.fingerprints.map(\.hashFunction) == ["sha-256"])
        #expect(audio.fingerprints.first?.bytes.count == 32)
        #expect(!audio.candidates.isEmpty)
        #expect(audio.attribute("rtpmap") == "111 opus/48000/2")
        #expect(audio.attributes("rtpmap").count == 8)
        #expect(audio.hasAttribute("rtcp-mux"))
        #expect(audio.attribute("rtcp-mux") == nil)
        #expect(!audio.isDataChannel && !audio.isRejected && !audio.isBundleOnly)

        let channel = offer.mediaSections[1]
        #expect(channel.isDataChannel && !channel.isLegacyDataChannel)
        #expect(channel.formats == ["webrtc-datachannel"])
        #expect(channel.sctpPort == 5000)
        #expect(channel.maxMessageSize == 262_144)
    }

    @Test("the data channel form of the drafts is read too")
    func legacyDataChannel() throws {
        let offer = try parse(Fixtures.file("legacy_data_channel_form", in: Fixtures.warned).bytes)
        let channel = offer.mediaSections[1]
        #expect(channel.isDataChannel && channel.isLegacyDataChannel)
        #expect(channel.port == 56097)
        #expect(channel.sctpPort == 5000)
        #expect(channel.maxMessageSize == nil)

        for name in ["attribute-only", "transport-only"] {
            let file = try Fixtures.file("legacy_data_channel_form-\(name)", in: Fixtures.warned)
            #expect(try parse(file.bytes).mediaSections[1].isLegacyDataChannel)
        }
    }

    @Test("a section inherits from the session level what it does not have itself")
    func inheritance() throws {
        let offer = try parse(
            sdp(
                "v=0",
                "a=ice-lite",
                "a=ice-ufrag:outer",
                "a=ice-pwd:outer-pwd",
                "a=fingerprint:SHA-256 0A:ff",
                "a=setup:passive",
                "m=audio 9 X 0",
                "m=video 9 X 0",
                "a=ice-ufrag:inner",
                "a=ice-pwd:inner-pwd",
                "a=fingerprint:sha-1 01",
                "a=setup:active",
                "a=end-of-candidates"
            )
        )
        let (audio, video) = (offer.mediaSections[0], offer.mediaSections[1])
        #expect(offer.isICELite)
        #expect((offer.iceUfrag(for: audio), offer.iceUfrag(for: video)) == ("outer", "inner"))
        #expect((offer.icePwd(for: audio), offer.icePwd(for: video)) == ("outer-pwd", "inner-pwd"))
        #expect((offer.setup(for: audio), offer.setup(for: video)) == (.passive, .active))
        #expect(offer.fingerprints(for: audio).map(\.bytes) == [[0x0A, 0xFF]])
        #expect(offer.fingerprints(for: audio).map(\.hashFunction) == ["sha-256"])
        #expect(offer.fingerprints(for: video).map(\.bytes) == [[0x01]])
        #expect(!audio.hasEndOfCandidates && video.hasEndOfCandidates)
    }

    @Test("a port of 0 rejects a section unless it is bundle-only")
    func rejected() throws {
        let offer = try parse(
            sdp("v=0", "m=audio 0 X 0", "m=audio 0 X 0", "a=bundle-only", "m=audio 9/2 X 0")
        )
        #expect(offer.mediaSections.map(\.isRejected) == [true, false, false])
        #expect(offer.mediaSections.map(\.portCount) == [nil, nil, 2])
    }

    @Test("spaces too many before, between and after formats are none of them")
    func spacesBetweenFormats() throws {
        let offer = try parse(sdp("v=0", "m=audio 9 X   0  8  ", "m=application 9 DTLS/SCTP  5000"))
        #expect(offer.mediaSections.map(\.formats) == [["0", "8"], ["5000"]])
    }

    @Test("groups that are not BUNDLE, and a tag that no section has, give no tagged section")
    func groups() throws {
        let offer = try parse(
            sdp("v=0", "a=group:LS 0", "a=group:BUNDLE 7 0", "a=group:BUNDLE", "m=audio 9 X 0", "a=mid:0")
        )
        #expect(offer.bundleGroups == [["7", "0"], []])
        #expect(offer.bundleTaggedSection == nil)
        #expect(try parse(sdp("v=0", "m=audio 9 X 0", "a=mid:0")).bundleTaggedSection == nil)
    }

    @Test("lines keep type, value and line end, and a value may hold anything")
    func lines() throws {
        let description = try parse(Array("v=0\r\na=x:y=z:\u{E9}\ny=1\nodd\r\na=flag".utf8))
        #expect(description.lines.map { $0.type.map { Unicode.Scalar($0.letter) } } == ["v", "a", "y", nil, "a"])
        #expect(description.lines.map(\.value) == ["0", "x:y=z:\u{E9}", "1", "odd", "flag"])
        #expect(description.lines.map(\.ending) == [.crlf, .lf, .lf, .crlf, .none])
        #expect(description.attribute("x") == "y=z:\u{E9}")
        #expect(description.attribute("X") == nil)
        #expect(description.hasAttribute("flag"))
    }

    @Test(
        "a fingerprint is a name and pairs of hex digits",
        arguments: [
            "", "sha-256", "sha-256 ", "sha-256 0", "sha-256 0A:", "sha-256 :0A", "sha-256 0A0B", "sha-256 0G",
            "sha-256 +1", "sha-256 0A 0B", "sha-256 0A::0B",
        ]
    )
    func badFingerprints(_ value: String) {
        #expect(Fingerprint(value) == nil)
    }

    @Test(
        "numbers that are not there or make no sense are nil",
        arguments: ["a=sctp-port:", "a=sctp-port:65536", "a=sctp-port:-1", "a=sctpmap: 5000", "a=x:1"]
    )
    func badSCTPPorts(_ attribute: String) throws {
        let section = try parse(sdp("v=0", "m=application 9 UDP/DTLS/SCTP x", attribute, "a=max-message-size:-1"))
            .mediaSections[0]
        #expect(section.sctpPort == nil)
        #expect(section.maxMessageSize == nil)
    }
}

@Suite("Syntax errors")
struct SyntaxErrorTests {
    @Test(
        "a syntax error has a code and the place",
        arguments: [
            ("", "1:1: not_sdp"),
            ("v=0", "1:1: not_sdp"),
            ("V=0\r\n", "1:1: not_sdp"),
            ("v=0\r\ns=\u{0}\r\n", "2:3: control_character"),
            ("v=0\u{0}\r\n", "1:4: control_character"),
            ("v=0\r\ns=a\rb\r\n", "2:4: control_character"),
            ("v=0\nm=audio\n", "2:1: malformed_media_line"),
            ("v=0\ns=-\nm=audio x y z\n", "3:1: malformed_media_line"),
            ("v=0\nm=audio 65536 y z\n", "2:1: malformed_media_line"),
            ("v=0\nm=audio 1234567890 y z\n", "2:1: malformed_media_line"),
            ("v=0\nm=audio 1/ y z\n", "2:1: malformed_media_line"),
            ("v=0\nm=audio 1 y \n", "2:1: malformed_media_line"),
            ("v=0\nm=audio 1 y   \n", "2:1: malformed_media_line"),
            ("v=0\nm= 1 y z\n", "2:1: malformed_media_line"),
        ]
    )
    func places(_ text: String, _ expected: String) {
        let error = #expect(throws: SDPSyntaxError.self) { try parse(Array(text.utf8)) }
        #expect(error?.description == expected)
    }

    @Test("text that is not UTF-8 is an error at the first wrong byte")
    func notUTF8() {
        let error = #expect(throws: SDPSyntaxError.self) { try parse(Array("v=0\r\ns=é".utf8) + [0xC3, 0x0A]) }
        #expect(error?.description == "2:5: not_utf8")
    }
}
