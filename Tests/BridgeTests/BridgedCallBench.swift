// SPDX-License-Identifier: MIT

import DTLS
import EventLoop
import ICE
import RTP
import RealtimeEvents
import SCTP
import SDP
import SRTP
import WebRTC

@testable import Bridge

/// One end of a bridged call, with what came to it.
final class CallEndpoint: PeerOwner {
    private(set) var texts: [String] = []
    private(set) var end: PeerEnd?
    private(set) var packets: [(payloadType: UInt8, payload: [UInt8])] = []
    private(set) var channels: [String: UInt16] = [:]
    var peer: PeerConnection?
    var onEvent: (PeerEvent) -> Void = { _ in }

    func peer(_ peer: PeerConnection, told event: PeerEvent, now: Duration) {
        switch event {
        case .channel(.incoming(let channel, let parameters)): channels[parameters.label] = channel
        case .channel(.message(_, _, let bytes)): texts.append(String(decoding: bytes, as: UTF8.self))
        case .ended(let reason): end = reason
        default: break
        }
        onEvent(event)
    }

    func hear(_ peer: PeerConnection) {
        self.peer = peer
        peer.onRTP = { [unowned self] packet, header, _, _ in
            let payload = header.payload.map { packet[$0] }
            packets.append((header.payloadType, payload))
        }
    }
}

/// A client, the bridge and a provider on one loop, over real sockets of this machine.
final class BridgedCallBench {
    static let address = IPAddress(ipv4: 0x7F00_0001)

    let loop: EventLoop
    let endpoint: BridgeEndpoint
    let client = CallEndpoint()
    let provider = CallEndpoint()
    var call: BridgedCall?
    /// What the call is to do otherwise.
    var adjust: (inout BridgedCallSettings) -> Void = { _ in }
    /// What becomes of the provider's answer.
    var changeAnswer: (String) -> String = { $0 }
    /// How long the client waits until it begins to connect.
    var clientDelay = Duration.zero
    /// What becomes of the client's offer.
    var changeOffer: (String) -> String = { $0 }
    /// The channel that the client has opened.
    var channel: UInt16 = 0
    private(set) var link: PeerLink
    private let clients: PeerPort
    private let providers: PeerPort
    private var timers: [LoopTimer] = []
    /// What went wrong on the loop.
    private(set) var failure: (any Error)?
    /// Whether the time was up before the test was through.
    private(set) var isLate = false

    init() throws {
        try SRTPLibrary.start()
        loop = try EventLoop()
        let identity = try DTLSIdentity()
        clients = try PeerPort(loop: loop, addresses: [Self.address], maximumPeers: 4)
        providers = try PeerPort(loop: loop, addresses: [Self.address], maximumPeers: 4)
        link = try PeerLink(loop: loop, addresses: [Self.address], owner: client)
        endpoint = BridgeEndpoint(
            loop: loop,
            port: clients,
            identity: { identity },
            sign: { $0.isEmpty ? [] : [$0[0] ^ 1] },
            addresses: { [Self.address] },
            makeEventID: { "event_relay" }
        )
    }

    /// Settings of an end that is not the bridge's.
    private func settings(_ addresses: [TransportAddress]) throws -> PeerSettings {
        var settings = PeerSettings(identity: try DTLSIdentity(), addresses: addresses) {
            $0.isEmpty ? [] : [$0[0] ^ 1]
        }
        settings.remotePolicy = .any
        return settings
    }

    /// Sets the call up on the loop and runs until ``stop()``; `begin` is called on the loop when all is signaled.
    func run(_ begin: @escaping () throws -> Void = {}) {
        after(.zero) { [self] in
            do {
                try setUp()
                try begin()
            } catch {
                failure = error
                stop()
            }
        }
        let guardian = LoopTimer(loop: loop) { [self] in
            isLate = true
            stop()
        }
        after(.zero) { guardian.arm(after: .seconds(20)) }
        loop.run()
        guardian.disarm()
    }

    /// Ends ``run(_:offer:_:)``.
    func stop() { loop.stop() }

    /// Does something later, on the loop.
    func after(_ time: Duration, _ body: @escaping () -> Void) {
        let timer = LoopTimer(loop: loop, action: body)
        timers.append(timer)
        timer.arm(after: time)
    }

    private func setUp() throws {
        var settings = BridgedCallSettings()
        settings.clientVocabulary = .openAI
        settings.providerVocabulary = .openAI
        settings.remotePolicy = .any
        adjust(&settings)
        let clientSettings = try self.settings(link.addresses)
        link.make { [client] link, now in
            let peer = PeerConnection(offering: clientSettings, output: link, now: now)
            client.hear(peer)
            return peer
        }
        let offer = Array(changeOffer(String(decoding: client.peer?.localDescription ?? [], as: UTF8.self)).utf8)
        let facts = CallFacts(provider: "p", model: "m", accessKey: nil, requestID: "req_1", createdAt: 1)
        let call = try endpoint.begin(offer, facts, settings)
        self.call = call
        let answer = Array(changeAnswer(String(decoding: try answer(call.offer), as: UTF8.self)).utf8)
        let clientAnswer = try call.complete(answer: answer, id: "rtc_1", upstreamID: "rtc_up")
        let description = try SessionDescription.parse(clientAnswer.span)
        guard clientDelay > .zero else { return try connect(description) }
        after(clientDelay) { [self] in
            do { try connect(description) } catch { failure = error }
        }
    }

    private func connect(_ answer: SessionDescription) throws {
        try link.act { peer, now in
            try peer.setAnswer(answer, now: now)
            channel = try peer.openChannel(DataChannelParameters(label: "mine"), now: now)
        }
    }

    private func answer(_ offer: [UInt8]) throws -> [UInt8] {
        var answer: [UInt8] = []
        let providerSettings = try settings(providers.addresses)
        _ = try providers.add(owner: provider) { [provider] port, now in
            let peer = try PeerConnection(
                answering: .parse(offer.span),
                settings: providerSettings,
                output: port,
                now: now
            )
            provider.hear(peer)
            answer = peer.localDescription
            return peer
        }
        return answer
    }

    /// Sends a text from the client.
    func sendFromClient(_ text: String) {
        link.act { peer, now in try? peer.send(Array(text.utf8), on: channel, now: now) }
    }

    /// Opens another channel at the client, and sends a text on it.
    func openFromClient(_ label: String, _ text: String) -> UInt16? {
        var number: UInt16?
        link.act { peer, now in
            number = try? peer.openChannel(DataChannelParameters(label: label), now: now)
            if let number { try? peer.send(Array(text.utf8), on: number, now: now) }
        }
        return number
    }

    /// Sends a text from the provider, on the events channel.
    func sendFromProvider(_ text: String) {
        guard let peer = provider.peer, let events = provider.channels["oai-events"] else { return }
        try? peer.send(Array(text.utf8), on: events, now: clients.now)
    }

    /// Sends an audio packet from the client.
    func sendAudio(payloadType: UInt8, sequence: UInt16, _ payload: [UInt8]) {
        guard let peer = client.peer else { return }
        var packet: [UInt8] = [
            0x80, payloadType, UInt8(sequence >> 8), UInt8(sequence & 255), 0, 0, 0, UInt8(sequence & 255),
        ]
        for shift in [24, 16, 8, 0] { packet.append(UInt8(truncatingIfNeeded: peer.audioSSRC >> UInt32(shift))) }
        packet += payload
        guard let header = try? RTPHeader(parsing: packet.span) else { return }
        peer.sendRTP(packet.span, header, now: clients.now)
    }
}
