// SPDX-License-Identifier: MIT

internal import EventLoop
internal import ICE
internal import RTP
internal import SCTP
internal import SDP
internal import WebRTC

/// A call with the loopback: audio comes back, events go to a ``LoopbackSession``.
///
/// It is confined to its loop.
final class LoopbackCall: PeerOwner {
    /// What clients call the channel of events.
    static let eventsLabel = "oai-events"

    let id: String
    private let port: PeerPort
    private let settings: LoopbackSettings
    private let ended: (LoopbackCall, PeerEnd) -> Void
    private var session: LoopbackSession
    private var handle: ICEPeerID?
    /// Kept to the end, for what it has counted.
    private var connection: PeerConnection?
    private var timer: LoopTimer?
    private var eventsChannel: UInt16?

    private var echo = EchoQueue()
    private var forwarder: RTPForwarder?
    private var levelID: UInt8?

    /// Makes a call that is not connected; `ended` is told when it is over.
    init(
        id: String,
        sessions: [[UInt8]],
        port: PeerPort,
        settings: LoopbackSettings,
        loop: EventLoop,
        ended: @escaping (LoopbackCall, PeerEnd) -> Void
    ) {
        self.id = id
        self.port = port
        self.settings = settings
        self.ended = ended
        session = LoopbackSession(id: "sess_" + id, asked: sessions, now: port.now)
        timer = LoopTimer(loop: loop) { [unowned self] in
            guard let handle else { return }
            port.act(on: handle) { peer, now in advance(peer, now: now) }
        }
    }

    /// Answers an offer; nil if the port has as many peers as it may.
    func answer(_ offer: SessionDescription, _ peerSettings: PeerSettings) throws -> [UInt8]? {
        var answer: [UInt8] = []
        handle = try port.add(owner: self) { port, now in
            let peer = try PeerConnection(answering: offer, settings: peerSettings, output: port, now: now)
            answer = peer.localDescription
            prepareEcho(peer)
            connection = peer
            return peer
        }
        return handle == nil ? nil : answer
    }

    /// What has been carried so far.
    var statistics: PeerStatistics { connection?.statistics ?? PeerStatistics() }

    func hangUp() {
        guard let handle else { return }
        port.act(on: handle) { peer, now in peer.close(now: now) }
    }

    // MARK: PeerOwner

    func peer(_ peer: PeerConnection, told event: PeerEvent, now: Duration) {
        switch event {
        case .channel(let event): take(event, peer, now: now)
        case .ended(let reason):
            timer?.disarm()
            handle = nil
            ended(self, reason)
            connection = nil
        case .route, .iceConnected, .connected: break
        }
    }

    private func take(_ event: DataChannelEvent, _ peer: PeerConnection, now: Duration) {
        switch event {
        case .incoming(let channel, let parameters):
            guard parameters.label == Self.eventsLabel, eventsChannel == nil else { return }
            eventsChannel = channel
            session.greet()
            advance(peer, now: now)
        case .message(let channel, let kind, let bytes):
            guard channel == eventsChannel else {
                // Any other channel is an echo of its own.
                try? peer.send(bytes, as: kind, on: channel, now: now)
                return
            }
            guard kind == .text else { return }
            if settings.fault == .closeChannel {
                peer.channels?.close(channel, now: now)
                return
            }
            session.receive(bytes, now: now)
            advance(peer, now: now)
        case .closed(let channel):
            if channel == eventsChannel { eventsChannel = nil }
        case .connected, .opened, .bufferedAmountLow, .sendBufferAvailable, .ended: break
        }
    }

    // MARK: Audio

    private func prepareEcho(_ peer: PeerConnection) {
        guard let audio = peer.session?.audio, audio.direction.sends, settings.fault != .dropMedia else { return }
        levelID = audio.receivingID(of: .audioLevel)
        let types = audio.codecs.map { codec in
            ForwardingRules.PayloadType(
                incoming: codec.receivingPayloadType,
                outgoing: codec.sendingPayloadType,
                clockRate: codec.codec.clockRate
            )
        }
        var random = SystemRandomNumberGenerator()
        forwarder = RTPForwarder(
            rules: ForwardingRules(payloadTypes: types, ssrc: peer.audioSSRC),
            using: &random
        )
        peer.onRTP = { [unowned self] packet, header, _, now in hear(packet, header, now: now) }
    }

    private func hear(_ packet: Span<UInt8>, _ header: RTPHeader, now: Duration) {
        echo.append(packet, due: now + settings.echoDelay)
        if let levelID, let level = AudioLevel(of: header, id: levelID, in: packet) {
            session.hear(attenuation: level.attenuation, now: now)
        }
        // The events that follow from it are sent by the timer, outside of the peer's own call.
        timer?.arm(after: .zero)
    }

    private func sendEcho(_ peer: PeerConnection, now: Duration) {
        while let packet = echo.popDue(now: now) {
            guard let header = try? RTPHeader(parsing: packet.span) else { continue }
            forwarder?.forward(packet.span, header, to: peer, now: now)
        }
    }

    // MARK: Time

    private func advance(_ peer: PeerConnection, now: Duration) {
        sendEcho(peer, now: now)
        session.handleTimeout(now: now)
        for event in session.takeEvents() {
            // A client that does not read loses events, after 8 MiB.
            if let eventsChannel { try? peer.send(event, on: eventsChannel, now: now) }
        }
        var next = session.nextTimeout
        if let due = echo.nextDue { next = min(next ?? due, due) }
        guard let next else { timer?.disarm(); return }
        timer?.arm(after: max(.zero, next - now))
    }
}
