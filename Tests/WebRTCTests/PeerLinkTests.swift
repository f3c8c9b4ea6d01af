// SPDX-License-Identifier: MIT

import DTLS
import EventLoop
import ICE
import SCTP
import SDP
import SRTP
import Testing
import WebRTC

/// One end of a call over real sockets.
private final class End: PeerOwner {
    var messages: [[UInt8]] = []
    var end: PeerEnd?
    var onEvent: (PeerConnection, PeerEvent, Duration) -> Void = { _, _, _ in }

    func peer(_ peer: PeerConnection, told event: PeerEvent, now: Duration) {
        switch event {
        case .channel(.message(_, _, let bytes)): messages.append(bytes)
        case .ended(let reason): end = reason
        default: break
        }
        onEvent(peer, event, now)
    }
}

@Suite("The sockets of an offering peer")
struct PeerLinkTests {
    private static let loopback = IPAddress(ipv4: 0x7F00_0001)
    private static let otherLoopback = IPAddress(ipv4: 0x7F00_0002)

    private static func settings(_ addresses: [TransportAddress]) throws -> PeerSettings {
        var settings = PeerSettings(identity: try DTLSIdentity(), addresses: addresses) {
            $0.isEmpty ? [] : [$0[0] ^ 1]
        }
        settings.remotePolicy = .any
        return settings
    }

    @Test(
        """
        A call over real sockets: one socket of two is left once ICE has chosen, a message there and back, then the end of \
        both, and no descriptor is left
        """
    )
    func call() throws {
        try SRTPLibrary.start()
        let loop = try EventLoop()
        let watches = loop.watchCount
        let near = End()
        let far = End()
        let port = try PeerPort(loop: loop, addresses: [Self.loopback], maximumPeers: 4)
        let link = try PeerLink(loop: loop, addresses: [Self.loopback, Self.otherLoopback], owner: near)
        let all = loop.watchCount
        #expect(all == watches + 3)
        var chosen = 0
        let guardian = LoopTimer(loop: loop) { loop.stop() }
        near.onEvent = { peer, event, now in
            switch event {
            case .iceConnected:
                chosen = loop.watchCount
                // Data does not wait for the choice.
                if !near.messages.isEmpty { peer.close(now: now) }
            case .connected:
                guard let id = try? peer.channels?.open(DataChannelParameters(label: "oai-events"), now: now) else {
                    return
                }
                try? peer.send([1, 2, 3], as: .binary, on: id, now: now)
            case .channel(.message): if chosen > 0 { peer.close(now: now) }
            default: break
            }
        }
        far.onEvent = { peer, event, now in
            switch event {
            case .channel(.message(let id, let kind, let bytes)): try? peer.send(bytes, as: kind, on: id, now: now)
            case .ended: loop.stop()
            default: break
            }
        }
        var failure: (any Error)?
        // On the loop: its clock stands still before.
        let start = LoopTimer(loop: loop) {
            guardian.arm(after: .seconds(20))
            do { try Self.connect(link, port, far) } catch { failure = error }
        }
        start.arm(after: .zero)
        loop.run()
        #expect(failure == nil)
        guardian.disarm()

        #expect(chosen == all - 1)
        #expect(far.messages == [[1, 2, 3]])
        #expect(near.messages == [[1, 2, 3]])
        #expect(near.end == .closed)
        #expect(far.end == .closedByPeer)
        #expect(link.addresses.isEmpty)
        #expect(port.peerCount == 0)
        port.close()
        #expect(loop.watchCount == watches)
        // It holds itself.
        near.onEvent = { _, _, _ in }
    }

    private static func connect(_ link: PeerLink, _ port: PeerPort, _ far: End) throws {
        let nearSettings = try settings(link.addresses)
        link.make { link, now in PeerConnection(offering: nearSettings, output: link, now: now) }
        var offer: [UInt8] = []
        link.act { peer, _ in offer = peer.localDescription }
        var answer: [UInt8] = []
        let farSettings = try settings(port.addresses)
        _ = try port.add(owner: far) { port, now in
            let peer = try PeerConnection(answering: .parse(offer.span), settings: farSettings, output: port, now: now)
            answer = peer.localDescription
            return peer
        }
        let described = try SessionDescription.parse(answer.span)
        try link.act { peer, now in try peer.setAnswer(described, now: now) }
    }

    @Test("Without an address that can be bound there is no link")
    func noAddress() throws {
        let loop = try EventLoop()
        let owner = End()
        #expect(throws: EventLoopError.self) { () throws in
            _ = try PeerLink(loop: loop, addresses: [IPAddress(ipv4: 0xCB00_7109)], owner: owner)
        }
        #expect(loop.watchCount == 0)
    }
}
