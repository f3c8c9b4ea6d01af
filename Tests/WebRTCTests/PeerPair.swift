// SPDX-License-Identifier: MIT

import DTLS
import ICE
import RTP
import SCTP
import SDP
import Testing
import WebRTC

/// One end of a line: where it is, and what it has sent that is not carried yet.
final class LineEnd: PeerConnectionOutput {
    let packetMemory = PacketMemory()
    let address: TransportAddress
    var waiting: [(bytes: [UInt8], pair: ICEPair)] = []
    var events: [PeerEvent] = []
    /// What its owner does.
    var onEvent: (PeerConnection, PeerEvent, Duration) -> Void = { _, _, _ in }

    init(_ host: UInt32, _ port: UInt16) {
        address = TransportAddress(ip: IPAddress(ipv4: host), port: port)
    }

    func send(_ datagram: Span<UInt8>, over pair: ICEPair) {
        waiting.append((datagram.indices.map { datagram[$0] }, pair))
    }

    func take(from peer: PeerConnection, now: Duration) {
        while let event = peer.nextEvent() {
            events.append(event)
            onEvent(peer, event, now)
        }
    }

    var names: [String] {
        events.compactMap { event in
            switch event {
            case .iceConnected: "ice"
            case .connected: "dtls"
            case .ended(let end): "\(end)"
            case .route, .channel: nil
            }
        }
    }

    var messages: [String] {
        events.compactMap { event in
            guard case .channel(.message(_, let kind, let bytes)) = event, kind == .text else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

/// A peer that offers and one that answers, with a line between them, in virtual time.
final class PeerPair {
    let offering: PeerConnection
    let answering: PeerConnection
    let near = LineEnd(0xC000_0201, 40_000)
    let far = LineEnd(0xC000_0202, 50_000)
    private(set) var now = Duration.seconds(100)
    /// Which datagrams the line loses: told the bytes, and whether they go to the one that answers.
    var loses: ([UInt8], Bool) -> Bool = { _, _ in false }
    /// What arrives in the place of each datagram that is not lost, told the same.
    var arriving: ([UInt8], Bool) -> [[UInt8]] = { bytes, _ in [bytes] }
    /// Whether a datagram of DTLS has been sent.
    private var hasBegunHandshake = false

    init(
        offering adjustOffering: (inout PeerSettings) -> Void = { _ in },
        answering adjustAnswering: (inout PeerSettings) -> Void = { _ in }
    ) throws {
        var settings = try Self.settings(near.address)
        settings.remotePolicy = .any
        adjustOffering(&settings)
        offering = PeerConnection(offering: settings, output: near, now: now)
        settings = try Self.settings(far.address)
        adjustAnswering(&settings)
        let offer = offering.localDescription
        answering = try PeerConnection(answering: .parse(offer.span), settings: settings, output: far, now: now)
    }

    private static func settings(_ address: TransportAddress) throws -> PeerSettings {
        PeerSettings(identity: try DTLSIdentity(), addresses: [address]) { $0.isEmpty ? [] : [$0[0] ^ 1] }
    }

    func answer() throws {
        let answer = answering.localDescription
        try offering.setAnswer(.parse(answer.span), now: now)
    }

    /// The answer, changed.
    func answer(_ change: (String) -> String) throws -> SessionDescription {
        try .parse(Array(change(String(decoding: answering.localDescription, as: UTF8.self)).utf8).span)
    }

    func connect() throws {
        try answer()
        run { offering.channels?.association.state == .established && answering.state == .connected }
        try #require(offering.state == .connected)
        try #require(answering.state == .connected)
    }

    /// Carries datagrams, and lets time pass, until something is so or the time is over.
    func run(for limit: Duration = .seconds(10), until isDone: () -> Bool = { false }) {
        let end = now + limit
        while now < end, !isDone() {
            if let step = carryAll(until: end) { advance(by: step) }
        }
        takeEvents()
    }

    /// The same, but that time passes really during the handshake: DTLS sends again by the system's clock.
    func runWithHandshake(for limit: Duration, until isDone: () -> Bool) async throws {
        let end = now + limit
        while now < end, !isDone() {
            guard let step = carryAll(until: end) else { continue }
            let isHandshaking = hasBegunHandshake && [offering, answering].contains { $0.state == .connecting }
            if isHandshaking { try await Task.sleep(for: step) }
            advance(by: step)
        }
        takeEvents()
    }

    /// Carries what there is; returns how long nothing happens then, nil if something was carried.
    private func carryAll(until end: Duration) -> Duration? {
        let isQuiet = near.waiting.isEmpty && far.waiting.isEmpty
        carry(near, to: answering, isToAnswering: true)
        carry(far, to: offering, isToAnswering: false)
        takeEvents()
        guard isQuiet else { return nil }
        let next = [offering.nextTimeout, answering.nextTimeout].compactMap(\.self).min() ?? end
        return min(end, max(next, now + .milliseconds(1))) - now
    }

    private func advance(by step: Duration) {
        now += step
        offering.handleTimeout(now: now)
        answering.handleTimeout(now: now)
    }

    private func takeEvents() {
        near.take(from: offering, now: now)
        far.take(from: answering, now: now)
    }

    private func carry(_ end: LineEnd, to peer: PeerConnection, isToAnswering: Bool) {
        let waiting = end.waiting
        end.waiting = []
        if waiting.contains(where: { DatagramKind($0.bytes.span) == .dtls }) { hasBegunHandshake = true }
        for (bytes, sent) in waiting where !loses(bytes, isToAnswering) {
            let pair = ICEPair(local: sent.remote, remote: sent.local)
            for bytes in arriving(bytes, isToAnswering) { give(bytes, to: peer, over: pair) }
        }
    }

    private func give(_ bytes: [UInt8], to peer: PeerConnection, over pair: ICEPair) {
        switch DatagramKind(bytes.span) {
        case .stun:
            guard let message = try? STUNMessage(parsing: bytes.span) else { return }
            peer.receive(message, in: bytes.span, over: pair, now: now)
        case .dtls:
            // As a socket of a peer's own, or of many, would.
            if peer.takes(pair) { peer.receiveDTLS(bytes.span, now: now) }
        case .rtp: peer.receiveRTP(bytes.span, now: now)
        case .rtcp: peer.receiveRTCP(bytes.span, now: now)
        case .other: break
        }
    }

    /// Sends packets of one kind, 20 ms apart, and carries them.
    func send(_ numbers: ClosedRange<UInt16>, from peer: PeerConnection, ssrc: UInt32, type: UInt8) throws {
        for number in numbers {
            let word = (0..<4).map { UInt8(truncatingIfNeeded: ssrc >> (24 - 8 * $0)) }
            let time = UInt32(number) * 960
            let stamp = (0..<4).map { UInt8(truncatingIfNeeded: time >> (24 - 8 * $0)) }
            let head: [UInt8] = [0x80, type, UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
            let packet = head + stamp + word + [UInt8](repeating: 7, count: 80)
            peer.sendRTP(packet.span, try RTPHeader(parsing: packet.span), now: now)
            run(for: .milliseconds(20))
        }
    }
}
