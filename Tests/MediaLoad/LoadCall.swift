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
    private(set) var progress = Progress.starting
    private(set) var received = 0
    private(set) var sent = 0
    private(set) var failure: String?

    init(_ load: MediaLoad) {
        self.load = load
    }

    func start() {
        do {
            let link = try PeerLink(loop: load.loop, addresses: [load.address], owner: self)
            self.link = link
            var settings = load.settings
            settings.addresses = link.addresses
            link.make { link, now in
                let peer = PeerConnection(offering: settings, output: link, now: now)
                peer.onRTP = { [unowned self] _, _, _, _ in received += 1 }
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
                    load.base + "/v1/realtime/calls?model=loopback/loopback",
                    fields: ["Content-Type: application/sdp"],
                    body: offer,
                    policy: load.policy
                )
            )
            guard response.status == 201 else { return fail(String(decoding: response.body, as: UTF8.self)) }
            location = Self.location(in: response.fieldBlock)
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
        case .channel(.message):
            guard progress == .starting else { return }
            progress = .ready
            load.changed()
        case .ended(let reason):
            guard progress == .ready else { return fail("\(reason)") }
            progress = .ended
            load.changed()
        default: break
        }
    }

    private func fail(_ reason: String) {
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
            sequenceNumber &+= 1
            guard let header = try? RTPHeader(parsing: packet.span) else { return }
            peer.sendRTP(packet.span, header, now: now)
            sent += 1
        }
    }

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
