// SPDX-License-Identifier: MIT

internal import DTLS
internal import ICE
internal import RTP
internal import SCTP
internal import SDP
internal import SRTP

/// After each call: what the layers have for one another, for the network and for the owner.
extension PeerConnection {
    func flush(now: Duration) {
        // What is done here can call back into here.
        guard !isFlushing else { return }
        isFlushing = true
        defer { isFlushing = false }
        takeICE(now: now)
        takeDTLS(now: now)
        takeChannels(now: now)
        sendDTLS()
        dtls?.releaseBuffers()
    }

    private func takeICE(now: Duration) {
        memory.sent.withSpace { space in
            while let transmit = ice.nextTransmit(into: &space) {
                output.send(space.span.extracting(first: transmit.count), over: transmit.pair)
            }
        }
        pairForData = ice.pairForData
        while let event = ice.nextEvent() {
            switch event {
            case .pairValidated(let pair):
                events.append(.route(.added(pair.remote)))
                // Browsers wait for the handshake before they nominate; the deadline runs from here.
                dtls?.start(now: now)
            case .pairRemoved(let pair):
                // Another pair may have the same address of the peer's.
                if !ice.isValidated(pair.remote) { events.append(.route(.removed(pair.remote))) }
            case .connected: events.append(.iceConnected)
            case .credentialsRetired(let fragment): events.append(.route(.fragmentRemoved(fragment)))
            case .selectedPairChanged: break
            case .consentLost: end(.consentLost)
            case .failed(let failure): end(.iceFailed(failure))
            }
        }
    }

    private func takeDTLS(now: Duration) {
        while state != .ended, let event = dtls?.nextEvent() {
            switch event {
            case .connected(let keys):
                guard let session = srtpSession(keys) else { return end(.outOfMemory) }
                srtp = session
                state = .connected
                schedule.hurry(now: now)
                events.append(.connected)
                // Either side may begin; both do (RFC 8831 section 6.2).
                channels?.association.start(now: now)
            case .data(let record): channels?.association.receive(record.span, now: now)
            case .closed: end(.closedByPeer)
            case .failed(let failure): end(.dtlsFailed(failure))
            }
        }
    }

    private func srtpSession(_ keys: SRTPKeyingMaterial) -> SRTPSession? {
        guard let result = try? SRTPSession(keys) else { return nil }
        for source in senders {
            guard (try? result.addOutbound(ssrc: source.rtp.ssrc)) != nil else { return nil }
        }
        for media in [session?.audio, session?.video].compactMap(\.self) {
            let clockRate = media.codecs.first?.codec.clockRate ?? Self.audioClockRate
            // Half for each, if both have as many as that.
            for ssrc in media.remoteSSRCs.prefix(Self.maximumSources / 2) {
                guard (try? result.addInbound(ssrc: ssrc)) != nil else { continue }
                receivers.append(RTPReceiver(ssrc: ssrc, clockRate: clockRate))
            }
        }
        return result
    }

    /// Of Opus, and of a source that is only known by RTCP.
    static let audioClockRate = 48_000

    private func takeChannels(now: Duration) {
        guard let channels, state == .connected else { return }
        while let event = channels.nextEvent(now: now) { events.append(.channel(event)) }
        while channels.association.nextPacket(into: &packet, now: now) {
            // A record that finds no room is lost, as the network loses it.
            try? dtls?.send(packet.span)
            sendDTLS()
        }
        if closing != nil, channels.association.state == .ended { end(.closed) }
    }

    func sendDTLS() {
        while let datagram = dtls?.nextDatagram() {
            guard let pair = pairForData else { continue }
            output.send(datagram.span, over: pair)
        }
    }
}
