// SPDX-License-Identifier: MIT

import DTLS
import ICE
import RTP
import SCTP
import SDP
import Testing
import WebRTC

@Suite("A peer connection that offers")
struct OfferingTests {
    @Test("Connects to one that answers, in either role of DTLS", arguments: [true, false])
    func connects(answererOpens: Bool) throws {
        let pair = try PeerPair(answering: { $0.prefersActiveSetup = answererOpens })
        #expect(pair.offering.state == .offering)
        #expect(pair.offering.session == nil)
        try pair.connect()
        #expect(pair.offering.session?.isDTLSClient == !answererOpens)
        // DTLS begins with the first pair that works; the nomination may come after it.
        pair.run(for: .seconds(1))
        #expect(pair.near.names.sorted() == ["dtls", "ice"])

        let channels = try #require(pair.offering.channels)
        let id = try channels.open(DataChannelParameters(label: "oai-events"), now: pair.now)
        try pair.offering.send(Array("up".utf8), on: id, now: pair.now)
        pair.run(for: .seconds(1))
        try pair.answering.send(Array("down".utf8), on: id, now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.far.messages == ["up"])
        #expect(pair.near.messages == ["down"])
    }

    @Test("Nothing is sent before the answer, and a check of the peer is answered then")
    func quietBeforeAnswer() throws {
        let pair = try PeerPair()
        pair.run(for: .seconds(40))
        #expect(pair.near.waiting.isEmpty)
        #expect(pair.offering.state == .offering)
    }

    @Test("A second answer, and one that does not fit, are refused, and change nothing")
    func answers() throws {
        let pair = try PeerPair()
        let text = String(decoding: pair.answering.localDescription, as: UTF8.self)
        let cut = Array(text.split(separator: "m=application")[0].utf8)
        let short = try SessionDescription.parse(cut.span)
        #expect(throws: NegotiationError.self) { try pair.offering.setAnswer(short, now: pair.now) }
        #expect(pair.offering.state == .offering)
        try pair.connect()
        #expect(throws: PeerDescriptionError.notOffering) { try pair.answer() }
        #expect(pair.offering.state == .connected)
    }

    @Test("Candidates that the policy refuses are not sent to")
    func policy() throws {
        // 192.0.2.0/24 is for documents: no global address.
        let pair = try PeerPair(offering: { $0.remotePolicy = .globalOnly })
        // A full agent's own checks might come from an address that is allowed.
        try pair.offering.setAnswer(pair.answer { $0.replacing("a=ice-lite\r\n", with: "") }, now: pair.now)
        pair.run(for: .seconds(29))
        #expect(pair.far.names.isEmpty)
        pair.run(for: .seconds(5))
        guard case .ended(.iceFailed)? = pair.near.events.last else {
            Issue.record("\(pair.near.names)")
            return
        }
    }

    /// What becomes of the candidates of an ICE-lite answer, and why there is no way to it then.
    private static let hindrances: [(candidates: [String], hindrance: UnreachablePeerError?)] = [
        ([], .noCandidates),
        (["1 1 udp 1 10.0.0.1 9000 typ host"], .refusedCandidates),
        (["1 1 tcp 1 8.8.8.8 9000 typ host tcptype passive", "2 1 udp 1 127.0.0.1 9000 typ host"], .refusedCandidates),
        (["1 1 tcp 1 8.8.8.8 9000 typ host tcptype passive"], .unusableCandidates),
        (["1 1 udp 1 media.example 9000 typ host"], .unusableCandidates),
        (["nonsense"], .unusableCandidates),
        // No socket of ours is of that family.
        (["1 1 udp 1 2001:4860:4860::8888 9000 typ host"], .unusableCandidates),
        (["1 1 udp 1 10.0.0.1 9000 typ host", "2 1 udp 1 8.8.8.8 9000 typ host"], nil),
    ]

    @Test("An ICE-lite peer to which no check can go is refused at once, with the reason", arguments: hindrances)
    func unreachable(_ candidates: [String], _ hindrance: UnreachablePeerError?) throws {
        func answer(_ pair: PeerPair, isLite: Bool) throws -> SessionDescription {
            try pair.answer { text in
                var lines = text.split(separator: "\r\n").filter { !$0.hasPrefix("a=candidate:") }
                if !isLite { lines.removeAll { $0 == "a=ice-lite" } }
                guard let place = lines.firstIndex(where: { $0.hasPrefix("a=ice-ufrag:") }) else { return text }
                lines.insert(contentsOf: candidates.map { "a=candidate:\($0)" }, at: place)
                return lines.joined(separator: "\r\n") + "\r\n"
            }
        }
        let pair = try PeerPair(offering: { $0.remotePolicy = .globalOnly })
        if let hindrance {
            let lite = try answer(pair, isLite: true)
            #expect(throws: hindrance) { try pair.offering.setAnswer(lite, now: pair.now) }
            #expect(pair.offering.state == .offering)
            #expect(pair.offering.session == nil)
        }
        try pair.offering.setAnswer(answer(pair, isLite: hindrance == nil), now: pair.now)
        #expect(pair.offering.state == .connecting)
        #expect(pair.offering.hindrance == hindrance)
    }

    @Test("The provider's certificate is not that of its answer")
    func fingerprint() throws {
        let pair = try PeerPair()
        var text = String(decoding: pair.answering.localDescription, as: UTF8.self)
        let place = try #require(text.firstRange(of: "sha-256 "))
        let digit = text[place.upperBound]
        text.replaceSubrange(place.upperBound...place.upperBound, with: digit == "0" ? "1" : "0")
        try pair.offering.setAnswer(SessionDescription.parse(Array(text.utf8).span), now: pair.now)
        pair.run { pair.offering.state == .ended }
        #expect(pair.near.names.last == "fingerprint_mismatch")
        #expect(pair.answering.onRTP == nil)
    }

    @Test("DTLS before the answer is nobody's, and disturbs nothing")
    func earlyHello() throws {
        let pair = try PeerPair(answering: { $0.prefersActiveSetup = true })
        let hello: [UInt8] = [22, 254, 255] + [UInt8](repeating: 0, count: 60)
        pair.offering.receiveDTLS(hello.span, now: pair.now)
        try pair.connect()
        #expect(pair.offering.session?.isDTLSClient == false)
    }

    @Test("Without data channels there are none")
    func audioOnly() throws {
        let pair = try PeerPair(offering: { $0.takesDataChannels = false })
        try pair.answer()
        pair.run { pair.offering.state == .connected && pair.answering.state == .connected }
        #expect(pair.offering.channels == nil)
        #expect(pair.answering.channels == nil)
    }

    @Test("Video goes where both take it, and a key frame can be asked for")
    func video() throws {
        let pair = try PeerPair(offering: { $0.takesVideo = true }, answering: { $0.takesVideo = true })
        try pair.connect()
        var kinds: [NegotiatedMedia.Kind] = []
        pair.answering.onRTP = { _, _, kind, _ in kinds.append(kind) }
        let audio = try #require(pair.offering.session?.audio?.codecs.first?.sendingPayloadType)
        let video = try #require(pair.offering.session?.video?.codecs.first?.sendingPayloadType)
        try pair.send(1...2, from: pair.offering, ssrc: pair.offering.videoSSRC, type: video)
        try pair.send(1...1, from: pair.offering, ssrc: pair.offering.audioSSRC, type: audio)
        #expect(kinds == [.video, .video, .audio])
        var requests = 0
        pair.offering.onKeyFrameRequest = { _ in requests += 1 }
        pair.answering.requestKeyFrame(now: pair.now)
        pair.run(for: .milliseconds(50))
        #expect(requests == 1)
    }

    @Test("Video is refused by one that does not take it, and audio goes on")
    func refusedVideo() throws {
        let pair = try PeerPair(offering: { $0.takesVideo = true })
        try pair.connect()
        #expect(pair.offering.session?.video == nil)
        #expect(pair.offering.session?.audio != nil)
    }

    @Test("A lost packet is asked for, and comes once more")
    func retransmission() throws {
        let pair = try PeerPair()
        try pair.connect()
        var numbers: [UInt16] = []
        pair.answering.onRTP = { _, header, _, _ in numbers.append(header.sequenceNumber) }
        let type = try #require(pair.offering.session?.audio?.codecs.first?.sendingPayloadType)
        var lost = 0
        pair.loses = { bytes, isToAnswering in
            guard isToAnswering, DatagramKind(bytes.span) == .rtp, bytes[3] == 4, lost == 0 else { return false }
            lost += 1
            return true
        }
        try pair.send(1...10, from: pair.offering, ssrc: pair.offering.audioSSRC, type: type)
        #expect(lost == 1)
        #expect(numbers.sorted() == Array(1...10))
        #expect(pair.offering.statistics.packetsResent == 1)
        #expect(pair.answering.statistics.packetsLost == 0)
    }

    @Test("Statistics count both ways, and know loss and round trip from reports")
    func statistics() throws {
        let pair = try PeerPair()
        try pair.connect()
        let type = try #require(pair.offering.session?.audio?.codecs.first?.sendingPayloadType)
        // Lost for good, and each time that it is sent again.
        pair.loses = { bytes, isToAnswering in
            isToAnswering && DatagramKind(bytes.span) == .rtp && bytes[3] == 20
        }
        try pair.send(1...100, from: pair.offering, ssrc: pair.offering.audioSSRC, type: type)
        pair.run(for: .seconds(16))
        let sent = pair.offering.statistics
        let received = pair.answering.statistics
        #expect(sent.packetsSent == 100)
        #expect(sent.bytesSent == 8000)
        #expect(sent.packetsLostByPeer == 1)
        #expect(sent.roundTripTime != nil)
        // The first of a source counts for its probation only.
        #expect(received.packetsReceived == 98)
        #expect(received.packetsLost == 1)
        #expect(received.jitter != nil)
    }
}
