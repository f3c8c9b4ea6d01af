// SPDX-License-Identifier: MIT

internal import EventLoop
internal import ICE
internal import RTP
internal import SCTP
internal import SDP
internal import UpstreamHTTP
internal import WebRTC

/// One call through the relay: an offer over HTTP, then audio and events.
final class LoadCall: PeerOwner {
    enum Progress {
        case starting, ready, failed, ended
    }

    private let load: MediaLoad
    private var link: PeerLink?
    private var location: String?
    private var eventsChannel: UInt16?
    private var sequenceNumber: UInt16 = 0
    private var payloadType: UInt8 = 111
    private var packet: [UInt8] = []
    private let started: LoopInstant
    /// In nanoseconds, how long the answer took, and until the events channel spoke; nil where it has not come to that.
    private(set) var timeToAnswer: UInt64?
    private(set) var timeToEvents: UInt64?
    /// When each packet of the last 256 was sent, by the byte that it carries.
    private var sendTimes = [LoopInstant](repeating: .never, count: 256)
    private var asksLeft = 0
    private var askedAt = LoopInstant.never
    private(set) var progress = Progress.starting
    private(set) var received = 0
    private(set) var sent = 0
    private(set) var failure: String?

    init(_ load: MediaLoad) {
        self.load = load
        started = load.loop.now
    }

    func start() {
        do {
            let link = try PeerLink(loop: load.loop, addresses: [load.address], owner: self)
            self.link = link
            var settings = load.settings
            settings.addresses = link.addresses
            link.make { link, now in
                let peer = PeerConnection(offering: settings, output: link, now: now)
                peer.onRTP = { [unowned self] packet, header, _, _ in take(packet, header) }
                return peer
            }
            var offer: [UInt8] = []
            link.act { peer, _ in offer = peer.localDescription }
            let call = LoopBound(self, to: load.loop)
            _ = Task.immediate(executorPreference: load.loop) { await call.value.exchange(offer) }
        } catch {
            fail("\(error)")
        }
    }

    private func exchange(_ offer: [UInt8]) async {
        do {
            let response = try await load.client.perform(
                UpstreamHTTPRequest(
                    .post,
                    load.base + load.target,
                    fields: ["Content-Type: application/sdp"] + load.authorization,
                    body: offer,
                    policy: load.policy
                )
            )
            guard response.status == 201 else { return fail(String(decoding: response.body, as: UTF8.self)) }
            location = Self.location(in: response.fieldBlock)
            timeToAnswer = load.nanoseconds(since: started)
            let answer = try SessionDescription.parse(response.body.span)
            try link?.act { peer, now in
                try peer.setAnswer(answer, now: now)
                payloadType = peer.session?.audio?.codecs.first?.sendingPayloadType ?? payloadType
            }
        } catch {
            fail("\(error)")
        }
    }

    private static func location(in fields: [UInt8]) -> String? {
        for line in String(decoding: fields, as: UTF8.self).split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "location" { return String(parts[1].drop { $0 == " " }) }
        }
        return nil
    }

    // MARK: PeerOwner

    func peer(_ peer: PeerConnection, told event: PeerEvent, now: Duration) {
        switch event {
        case .connected:
            eventsChannel = try? peer.channels?.open(DataChannelParameters(label: "oai-events"), now: now)
        case .channel(.message(_, _, let text)):
            guard progress == .starting else { return takeEvent(text) }
            // Else a call whose provider is not reached would count as one that speaks late.
            guard text.contains(Self.created) else { return fail(String(decoding: text, as: UTF8.self)) }
            progress = .ready
            timeToEvents = load.nanoseconds(since: started)
            load.changed()
        case .ended(let reason):
            guard progress == .ready else { return fail("\(reason)") }
            progress = .ended
            load.changed()
        default: break
        }
    }

    private func fail(_ reason: String) {
        guard progress != .failed else { return }
        progress = .failed
        failure = reason
        load.changed()
    }

    // MARK: Talking and ending

    /// Sends 20 ms of audio: 80 bytes, as Opus has them at 32 kbit/s.
    func talk() {
        guard progress == .ready else { return }
        link?.act { peer, now in
            if packet.isEmpty { packet = [0x80, payloadType] + [UInt8](repeating: 0x5A, count: 90) }
            let stamp = UInt32(sequenceNumber) * 960
            packet[2] = UInt8(sequenceNumber >> 8)
            packet[3] = UInt8(truncatingIfNeeded: sequenceNumber)
            for place in 0..<4 {
                packet[4 + place] = UInt8(truncatingIfNeeded: stamp >> (24 - 8 * place))
                packet[8 + place] = UInt8(truncatingIfNeeded: peer.audioSSRC >> (24 - 8 * place))
            }
            // The loopback sends the payload back as it is: its last byte tells which packet it was.
            packet[packet.count - 1] = UInt8(truncatingIfNeeded: sequenceNumber)
            sendTimes[Int(packet[packet.count - 1])] = load.loop.now
            sequenceNumber &+= 1
            guard let header = try? RTPHeader(parsing: packet.span) else { return }
            peer.sendRTP(packet.span, header, now: now)
            sent += 1
        }
    }

    private func take(_ packet: Span<UInt8>, _ header: RTPHeader) {
        received += 1
        guard packet.count > 0 else { return }
        let sentAt = sendTimes[Int(packet[packet.count - 1])]
        if sentAt != .never { load.audioDelays.append(load.nanoseconds(since: sentAt)) }
    }

    // MARK: Events

    /// Adds so many items to the conversation, each after the one before has come back.
    func ask(_ count: Int) {
        asksLeft = count
        askNext()
    }

    private func askNext() {
        guard asksLeft > 0, let eventsChannel else { return load.changed() }
        asksLeft -= 1
        askedAt = load.loop.now
        link?.act { peer, now in
            _ = try? peer.send(Self.question, as: .text, on: eventsChannel, now: now)
        }
    }

    /// Whether all that was asked has been answered.
    var isAnswered: Bool { asksLeft == 0 && askedAt == .never }

    private func takeEvent(_ text: [UInt8]) {
        // One of the two events that an item makes.
        guard askedAt != .never, text.contains(Self.added) else { return }
        load.eventDelays.append(load.nanoseconds(since: askedAt))
        askedAt = .never
        // Later: what is sent while the peer tells of something waits for its next turn.
        let call = LoopBound(self, to: load.loop)
        load.loop.submit { call.value.askNext() }
    }

    private static let created = Array("session.created".utf8)
    private static let added = Array("conversation.item.added".utf8)
    private static let question = Array(
        #"{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[]}}"#.utf8
    )

    /// Ends the call by the peer's own word.
    func close() {
        link?.act { peer, now in peer.close(now: now) }
    }

    /// Ends the call by `DELETE`; the relay closes the connection then.
    func hangUp() {
        let call = LoopBound(self, to: load.loop)
        _ = Task.immediate(executorPreference: load.loop) { await call.value.delete() }
    }

    private func delete() async {
        guard let location else { return fail("no Location") }
        let url = location.hasPrefix("/") ? load.base + location : location
        let response = try? await load.client.perform(UpstreamHTTPRequest(.delete, url, policy: load.policy))
        if response?.status != 200 { fail("DELETE: \(response?.status ?? 0)") }
    }
}
