// SPDX-License-Identifier: MIT

import DTLS
import EventLoop
import ICE
import RTP
import SCTP
import SDP
import SRTP
import Testing

@testable import WebRTC

/// A NAT with one port outside: what comes from inside leaves from there, and what comes there goes to who sent last.
private final class Translator {
    private static let loopback = IPAddress(ipv4: 0x7F00_0001)
    private var inside: DatagramSocket?
    private var outside: DatagramSocket?
    private var last: TransportAddress?

    init(loop: EventLoop, toward port: TransportAddress) throws {
        let batch = DatagramBatch()
        let any = TransportAddress(ip: Self.loopback, port: 0)
        inside = try DatagramSocket(any, loop: loop, batch: batch) { [unowned self] bytes, from, _ in
            last = from
            outside?.send(bytes, to: port)
        }
        outside = try DatagramSocket(any, loop: loop, batch: batch) { [unowned self] bytes, _, _ in
            if let last { inside?.send(bytes, to: last) }
        }
    }

    /// What callers take for the port.
    var address: TransportAddress? { inside?.address }

    func close() {
        inside?.close()
        outside?.close()
    }
}

/// One end of a call.
private final class End: PeerOwner {
    var link: PeerLink?
    var end: PeerEnd?
    var packets = 0 { didSet { onPackets(packets) } }
    var onPackets: (Int) -> Void = { _ in }
    var onEvent: (PeerConnection, PeerEvent, Duration) -> Void = { _, _, _ in }

    func peer(_ peer: PeerConnection, told event: PeerEvent, now: Duration) {
        if case .ended(let reason) = event { end = reason }
        onEvent(peer, event, now)
    }
}

@Suite("Peers that come from one address")
struct SharedAddressTests {
    private static let loopback = IPAddress(ipv4: 0x7F00_0001)

    enum Stage {
        case checked, connected
    }

    private static func settings(_ addresses: [TransportAddress]) throws -> PeerSettings {
        var settings = PeerSettings(identity: try DTLSIdentity(), addresses: addresses) {
            $0.isEmpty ? [] : [$0[0] ^ 1]
        }
        settings.remotePolicy = .any
        return settings
    }

    /// Makes a call to the port by way of the translator.
    private static func call(_ near: End, _ far: End, _ port: PeerPort, _ translator: Translator, _ loop: EventLoop)
        throws
    {
        let link = try PeerLink(loop: loop, addresses: [loopback], owner: near)
        near.link = link
        let nearSettings = try settings(link.addresses)
        link.make { link, now in PeerConnection(offering: nearSettings, output: link, now: now) }
        var offer: [UInt8] = []
        link.act { peer, _ in offer = peer.localDescription }
        var answer: [UInt8] = []
        let farSettings = try settings([try #require(translator.address)])
        _ = try port.add(owner: far) { port, now in
            let peer = try PeerConnection(answering: .parse(offer.span), settings: farSettings, output: port, now: now)
            peer.onRTP = { [unowned far] _, _, _, _ in far.packets += 1 }
            answer = peer.localDescription
            return peer
        }
        let described = try SessionDescription.parse(answer.span)
        try link.act { peer, now in try peer.setAnswer(described, now: now) }
    }

    @Test(
        "Who vanishes and calls again from the same address is connected at once, while the last call is still waited for",
        arguments: [Stage.checked, .connected]
    )
    func calledAgain(vanishes: Stage) throws {
        try SRTPLibrary.start()
        let loop = try EventLoop()
        let port = try PeerPort(loop: loop, addresses: [Self.loopback], maximumPeers: 4)
        let translator = try Translator(loop: loop, toward: port.addresses[0])
        let (near, far, nextNear, nextFar) = (End(), End(), End(), End())
        var failure: (any Error)?
        // Later: the end that vanishes is the one that tells.
        let again = LoopTimer(loop: loop) {
            near.link?.close()
            do { try Self.call(nextNear, nextFar, port, translator, loop) } catch { failure = error }
        }
        far.onEvent = { _, event, _ in
            // Its client has sent a check, and no more than that.
            if vanishes == .checked, case .iceConnected = event { again.arm(after: .zero) }
        }
        near.onEvent = { _, event, _ in
            if vanishes == .connected, case .connected = event { again.arm(after: .zero) }
        }
        nextNear.onEvent = { peer, event, now in
            guard case .connected = event else { return }
            let id = try? peer.channels?.open(DataChannelParameters(label: "oai-events"), now: now)
            if let id { try? peer.send([1], as: .binary, on: id, now: now) }
        }
        nextFar.onEvent = { _, event, now in
            guard case .channel(.message) = event else { return }
            // Packets that only one of the two can have the key of.
            nextNear.link?.act { peer, now in
                guard let type = peer.session?.audio?.codecs.first?.sendingPayloadType else { return }
                for number: UInt8 in 1...3 {
                    let word = (0..<4).map { UInt8(truncatingIfNeeded: peer.audioSSRC >> (24 - 8 * $0)) }
                    let packet: [UInt8] = [0x80, type, 0, number, 0, 0, 0, number] + word + [7, 7, 7]
                    if let header = try? RTPHeader(parsing: packet.span) { peer.sendRTP(packet.span, header, now: now) }
                }
            }
        }
        nextFar.onPackets = { if $0 == 3 { loop.stop() } }
        let start = LoopTimer(loop: loop) {
            do { try Self.call(near, far, port, translator, loop) } catch { failure = error }
        }
        let guardian = LoopTimer(loop: loop) { loop.stop() }
        let arm = LoopTimer(loop: loop) {
            guardian.arm(after: .seconds(20))
            start.arm(after: .zero)
        }
        arm.arm(after: .zero)
        loop.run()
        guardian.disarm()

        #expect(failure == nil)
        #expect(nextFar.packets == 3)
        #expect(nextNear.end == nil)
        #expect(far.packets == 0)
        #expect(far.end == nil)
        #expect(port.peerCount == 2)
        nextNear.link?.close()
        translator.close()
        port.close()
        // They hold one another.
        for end in [near, far, nextNear, nextFar] { end.onEvent = { _, _, _ in } }
    }
}
