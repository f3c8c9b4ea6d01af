// SPDX-License-Identifier: MIT

import DTLS
import ICE
import RTP
import SCTP
import SDP
import Testing
import WebRTC

@Suite("A peer connection")
struct PeerConnectionTests {
    private static func packet(_ number: UInt16, ssrc: UInt32, type: UInt8, marker: UInt8 = 7) -> [UInt8] {
        let word = (0..<4).map { UInt8(truncatingIfNeeded: ssrc >> (24 - 8 * $0)) }
        let header: [UInt8] = [0x80, type, UInt8(number >> 8), UInt8(truncatingIfNeeded: number), 0, 0, 0, 0]
        return header + word + [marker, 1, 2, 3]
    }

    @Test("Connects, and carries messages and packets both ways")
    func connects() throws {
        let line = try Line()
        try line.connect()
        var names: [String] = []
        for event in line.events {
            switch event {
            case .iceConnected: names.append("ice")
            case .connected: names.append("dtls")
            default: break
            }
        }
        #expect(names.sorted() == ["dtls", "ice"])

        let channels = try #require(line.caller.channels)
        let id = try channels.open(DataChannelParameters(label: "oai-events"), now: line.now)
        try channels.send(Array("hello".utf8), as: .text, on: id, now: line.now)
        try line.run(for: .seconds(1))
        var heard: [String] = []
        for case .channel(.message(_, .text, let bytes)) in line.events {
            heard.append(String(decoding: bytes, as: UTF8.self))
        }
        #expect(heard == ["hello"])
        try line.peer.send(Array("and back".utf8), on: id, now: line.now)
        try line.run(for: .seconds(1))
        #expect(line.caller.channelEvents.contains(.message(id, .text, Array("and back".utf8))))

        let type = try #require(line.peer.session?.audio?.codecs.first?.receivingPayloadType)
        var packets: [UInt16] = []
        line.peer.onRTP = { _, header, _, _ in packets.append(header.sequenceNumber) }
        for number: UInt16 in 1...3 {
            line.give(try line.caller.protect(Self.packet(number, ssrc: line.caller.ssrc, type: type)))
        }
        #expect(packets == [1, 2, 3])
        let back = Self.packet(9, ssrc: line.peer.audioSSRC, type: type)
        line.peer.sendRTP(back.span, try RTPHeader(parsing: back.span), now: line.now)
        try line.run(for: .milliseconds(10))
        #expect(line.caller.received.contains(back))
    }

    @Test("Reports of what was received come by themselves")
    func reports() throws {
        let line = try Line()
        try line.connect()
        let type = try #require(line.peer.session?.audio?.codecs.first?.receivingPayloadType)
        for number: UInt16 in 1...10 where number != 4 {
            line.give(try line.caller.protect(Self.packet(number, ssrc: line.caller.ssrc, type: type)))
        }
        try line.run(for: .seconds(12))
        var lost: Int32?
        for packet in line.caller.received {
            guard let compound = try? RTCPCompound(parsing: packet.span) else { continue }
            for case .receiverReport(let report) in compound.packets {
                lost = report.reports.first { $0.ssrc == line.caller.ssrc }?.cumulativeLost ?? lost
            }
        }
        #expect(lost == 1)
    }

    @Test("A packet that is forged, repeated or of an unknown payload type is not taken")
    func badPackets() throws {
        let line = try Line()
        try line.connect()
        let type = try #require(line.peer.session?.audio?.codecs.first?.receivingPayloadType)
        var count = 0
        line.peer.onRTP = { _, _, _, _ in count += 1 }
        let good = try line.caller.protect(Self.packet(1, ssrc: line.caller.ssrc, type: type))
        line.give(good)
        #expect(count == 1)
        line.give(good)
        var forged = try line.caller.protect(Self.packet(2, ssrc: line.caller.ssrc, type: type))
        forged[14] ^= 1
        line.give(forged)
        line.give(try line.caller.protect(Self.packet(3, ssrc: line.caller.ssrc, type: type == 96 ? 97 : 96)))
        // Sources that nobody can authenticate take no place.
        for ssrc: UInt32 in 1...50 {
            line.give(Self.packet(1, ssrc: ssrc, type: type) + [UInt8](repeating: 0, count: 16))
        }
        #expect(count == 1)
        line.give(try line.caller.protect(Self.packet(4, ssrc: line.caller.ssrc, type: type)))
        #expect(count == 2)
    }

    @Test("A peer with another certificate than its description's has no connection")
    func fingerprint() throws {
        let line = try Line()
        try line.caller.take(line.peer.localDescription, now: line.now, wrongFingerprint: true)
        try line.run { line.end != nil }
        guard case .dtlsFailed? = line.end else {
            Issue.record("ended with \(String(describing: line.end))")
            return
        }
        #expect(line.peer.state == .ended)
        #expect(line.peer.nextTimeout == nil)
    }

    @Test("Without checks it is over at the deadline, and nothing was sent to anybody")
    func deadline() throws {
        let line = try Line { $0.setUpDeadline = .seconds(7) }
        for byte: UInt8 in 0...255 { line.give([UInt8](repeating: byte, count: 40)) }
        try line.run(for: .seconds(6))
        #expect(line.end == nil)
        try line.run(for: .seconds(2))
        #expect(line.end == .iceFailed(.deadline))
        #expect(line.wire.sent.isEmpty)
    }

    @Test("A caller that vanishes is missed after 30 seconds")
    func consent() throws {
        let line = try Line()
        try line.connect()
        line.isCut = true
        let start = line.now
        try line.run(for: .seconds(60)) { line.end != nil }
        #expect(line.end == .consentLost)
        #expect((Duration.seconds(24)...Duration.seconds(31)).contains(line.now - start))
    }

    @Test("Closing tells the caller, once")
    func closing() throws {
        let line = try Line()
        try line.connect()
        line.peer.close(now: line.now)
        line.peer.close(now: line.now)
        try line.run(for: .seconds(1))
        #expect(line.end == .closed)
        #expect(line.caller.ended == .closed)
    }

    @Test("An offer that cannot be answered is refused with its line")
    func unanswerable() throws {
        let text = String(decoding: try Caller(now: .zero).offer.bytes, as: UTF8.self).replacing(
            "a=setup:actpass",
            with: "a=x"
        )
        let offer = try SessionDescription.parse(Array(text.utf8).span)
        let line = try Line()
        let settings = PeerSettings(identity: line.caller.identity, addresses: [Line.place]) { $0 }
        let error = #expect(throws: NegotiationError.self) {
            try PeerConnection(answering: offer, settings: settings, output: line.wire, now: .zero)
        }
        #expect((error?.line ?? 0) > 0)
    }
}
