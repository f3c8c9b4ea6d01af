// SPDX-License-Identifier: MIT

internal import DTLS
public import ICE
internal import RTP
internal import SDP
internal import SRTP

/// What comes from the peer's addresses.
extension PeerConnection {
    /// Whether datagrams of the pair are the peer's: a check of its own, or of ours, has shown it.
    public func takes(_ pair: ICEPair) -> Bool { pair == pairForData || ice.isValidated(pair) }

    /// Takes a STUN message that names ``localUfrag``, or comes from an address of the peer's.
    public func receive(_ message: STUNMessage, in datagram: Span<UInt8>, over pair: ICEPair, now: Duration) {
        guard state != .ended else { return }
        ice.receive(message, in: datagram, over: pair, now: now)
        flush(now: now)
    }

    /// Takes a DTLS datagram from an address of the peer's.
    public func receiveDTLS(_ datagram: Span<UInt8>, now: Duration) {
        // Before the answer no address is the peer's.
        guard state != .ended, let dtls else { return }
        dtls.start(now: now)
        dtls.receive(datagram, now: now)
        flush(now: now)
    }

    /// Takes an SRTP packet from an address of the peer's.
    ///
    /// - Returns: Whether it was good; replayed and forged ones, those of no payload type that was agreed on, and those
    ///   before the handshake, are not.
    @discardableResult
    public func receiveRTP(_ datagram: Span<UInt8>, now: Duration) -> Bool {
        guard let srtp, datagram.count >= 12, let type = receivedTypes.first(where: { $0.number == datagram[1] & 0x7F })
        else { return false }
        let ssrc = Self.word(datagram, at: 8)
        guard let position = source(ssrc, clockRate: type.clockRate, srtp) else { return false }
        do throws(SRTPError) {
            try unsafe memory.received.withCopy(
                of: datagram,
                { (memory, count) throws(SRTPError) in try unsafe srtp.unprotect(memory, count: count) },
                { packet in deliver(packet, position, ssrc, type, now: now) }
            )
        } catch {
            forgetIfNew(ssrc, srtp)
            return false
        }
        if receivers[position].hasGaps { requestMissing(of: position, now: now) }
        return true
    }

    /// Takes an SRTCP packet from an address of the peer's; returns whether it was good.
    @discardableResult
    public func receiveRTCP(_ datagram: Span<UInt8>, now: Duration) -> Bool {
        guard let srtp, datagram.count >= 8 else { return false }
        let ssrc = Self.word(datagram, at: 4)
        guard source(ssrc, clockRate: nil, srtp) != nil else { return false }
        do throws(SRTPError) {
            try unsafe memory.received.withCopy(
                of: datagram,
                { (memory, count) throws(SRTPError) in try unsafe srtp.unprotectRTCP(memory, count: count) },
                { packet in
                    if let compound = try? RTCPCompound(parsing: packet) { note(compound, now: now) }
                }
            )
        } catch {
            forgetIfNew(ssrc, srtp)
            return false
        }
        return true
    }

    private static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
        var word: UInt32 = 0
        for position in offset..<offset + 4 { word = word << 8 | UInt32(bytes[position]) }
        return word
    }

    // MARK: Sources

    /// The receiver of a source; a source that is new is let in, for the description need not name all.
    private func source(_ ssrc: UInt32, clockRate: Int?, _ srtp: SRTPSession) -> Int? {
        if let position = receivers.firstIndex(where: { $0.ssrc == ssrc }) {
            if let clockRate, clockRate != receivers[position].clockRate, !receivers[position].isValid {
                // Known by RTCP, or by name, only.
                receivers[position] = RTPReceiver(ssrc: ssrc, clockRate: clockRate)
            }
            return position
        }
        if receivers.count >= Self.maximumSources {
            // One that never had a good packet, else the peer could not change its source for ever.
            guard let unused = receivers.firstIndex(where: { !$0.isValid }) else { return nil }
            forget(receivers[unused].ssrc, srtp)
        }
        guard (try? srtp.addInbound(ssrc: ssrc)) != nil else { return nil }
        receivers.append(RTPReceiver(ssrc: ssrc, clockRate: clockRate ?? Self.audioClockRate))
        return receivers.count - 1
    }

    /// A source whose packets cannot be authenticated must not take the place of another.
    private func forgetIfNew(_ ssrc: UInt32, _ srtp: SRTPSession) {
        guard let receiver = receivers.first(where: { $0.ssrc == ssrc }), !receiver.isValid,
            session?.audio?.remoteSSRCs.contains(ssrc) != true, session?.video?.remoteSSRCs.contains(ssrc) != true
        else { return }
        forget(ssrc, srtp)
    }

    private func forget(_ ssrc: UInt32, _ srtp: SRTPSession) {
        receivers.removeAll { $0.ssrc == ssrc }
        srtp.removeInbound(ssrc: ssrc)
    }

    private func deliver(_ packet: Span<UInt8>, _ position: Int, _ ssrc: UInt32, _ type: PeerPayloadType, now: Duration)
    {
        guard let header = try? RTPHeader(parsing: packet), header.ssrc == ssrc else { return }
        receivers[position].receive(
            header,
            now: now,
            measuresJitter: !type.isTelephoneEvent,
            asksForLost: type.hasNACK
        )
        onRTP?(packet, header, type.kind, now)
    }

    private func note(_ compound: RTCPCompound, now: Duration) {
        for packet in compound.packets {
            switch packet {
            case .senderReport(let report):
                if let position = receivers.firstIndex(where: { $0.ssrc == report.ssrc }) {
                    receivers[position].receive(report, now: now)
                }
                note(report.reports, now: now)
            case .receiverReport(let report): note(report.reports, now: now)
            case .nack(let request): resend(request, now: now)
            case .pictureLoss(_, let source):
                if source == videoSSRC { onKeyFrameRequest?(now) }
            case .fullIntraRequest(let request):
                if request.entries.contains(where: { $0.source == videoSSRC }) { onKeyFrameRequest?(now) }
            case .sourceDescription, .bye, .other: break
            }
        }
    }

    private func note(_ reports: [ReceptionReport], now: Duration) {
        for report in reports {
            for place in senders.indices { senders[place].rtp.receive(report, now: now) }
        }
    }
}
