// SPDX-License-Identifier: MIT

import DTLS
import ICE
import RTP
import SCTP
import SDP
import Testing
import WebRTC

/// What a peer connection has sent, until it is carried.
final class Wire: PeerConnectionOutput {
    let packetMemory = PacketMemory()
    /// With the pair as the caller sees it.
    var waiting: [(bytes: [UInt8], pair: ICEPair)] = []
    /// The bytes that went to each address.
    private(set) var sent: [TransportAddress: Int] = [:]

    func send(_ datagram: Span<UInt8>, over pair: ICEPair) {
        sent[pair.remote, default: 0] += datagram.count
        var bytes: [UInt8] = []
        for position in datagram.indices { bytes.append(datagram[position]) }
        waiting.append((bytes, ICEPair(local: pair.remote, remote: pair.local)))
    }
}

/// A caller and a peer connection with a line between them, in virtual time.
final class Line {
    static let place = TransportAddress(ip: IPAddress(ipv4: 0xC000_0201), port: 40_000)

    let caller: Caller
    let peer: PeerConnection
    let wire = Wire()
    private(set) var now = Duration.seconds(100)
    private(set) var events: [PeerEvent] = []
    /// Whether the caller's datagrams are lost.
    var isCut = false

    init(settings adjust: (inout PeerSettings) -> Void = { _ in }) throws {
        caller = try Caller(now: now)
        var settings = PeerSettings(identity: try DTLSIdentity(), addresses: [Self.place]) {
            $0.isEmpty ? [] : [$0[0] ^ 1]
        }
        adjust(&settings)
        let offer = try SessionDescription.parse(caller.offer.bytes.span)
        peer = try PeerConnection(answering: offer, settings: settings, output: wire, now: now)
    }

    /// Gives the peer a datagram as a port would.
    func give(_ bytes: [UInt8], from remote: TransportAddress = Caller.address) {
        let pair = ICEPair(local: Self.place, remote: remote)
        switch DatagramKind(bytes.span) {
        case .stun:
            if let message = try? STUNMessage(parsing: bytes.span) {
                peer.receive(message, in: bytes.span, over: pair, now: now)
            }
        case .dtls: peer.receiveDTLS(bytes.span, now: now)
        case .rtp: peer.receiveRTP(bytes.span, now: now)
        case .rtcp: peer.receiveRTCP(bytes.span, now: now)
        case .other: break
        }
    }

    /// Carries datagrams, and lets time pass, until something is so or the time is over.
    func run(for limit: Duration = .seconds(10), until isDone: () -> Bool = { false }) throws {
        let end = now + limit
        while now < end, !isDone() {
            var isQuiet = true
            for (bytes, pair) in try caller.datagrams(now: now) where !isCut {
                isQuiet = false
                give(bytes, from: pair.local)
            }
            while !wire.waiting.isEmpty {
                isQuiet = false
                let (bytes, pair) = wire.waiting.removeFirst()
                try caller.receive(bytes, over: pair, now: now)
            }
            while let event = peer.nextEvent() { events.append(event) }
            guard isQuiet else { continue }
            let next = [caller.nextTimeout, peer.nextTimeout].compactMap(\.self).min() ?? end
            now = min(end, max(next, now + .milliseconds(1)))
            caller.handleTimeout(now: now)
            peer.handleTimeout(now: now)
        }
        while let event = peer.nextEvent() { events.append(event) }
    }

    func connect() throws {
        try caller.take(peer.localDescription, now: now)
        try run { caller.channels?.association.state == .established && peer.state == .connected }
        try #require(peer.state == .connected)
    }

    var end: PeerEnd? {
        for case .ended(let reason) in events { return reason }
        return nil
    }
}
