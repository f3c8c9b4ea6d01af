// SPDX-License-Identifier: MIT

internal import ICE
public import RTP
public import SCTP
internal import SDP
internal import SRTP

/// What goes to the peer.
extension PeerConnection {
    /// Sends an RTP packet; one that cannot go is dropped, as networks do.
    ///
    /// - Parameters:
    ///   - packet: Unprotected, with ``audioSSRC`` or ``videoSSRC`` and a payload type of the session's.
    ///   - header: Its header.
    ///   - now: The time.
    public func sendRTP(_ packet: Span<UInt8>, _ header: RTPHeader, now: Duration) {
        sendRTP(of: header.ssrc, now: now) { space in
            guard packet.count <= space.count else { return nil }
            unsafe space.withUnsafeMutableBytes { target in
                unsafe packet.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
            }
            return ForwardedPacket(
                length: packet.count,
                payloadLength: header.payload.count,
                payloadType: header.payloadType,
                sequenceNumber: header.sequenceNumber,
                timestamp: header.timestamp
            )
        }
    }

    /// Sends what is written into the memory for packets, with the SSRC of a sender of ours.
    func sendRTP(
        of ssrc: UInt32,
        now: Duration,
        _ write: (inout MutableSpan<UInt8>) -> ForwardedPacket?
    ) {
        guard let srtp, let pair = pairForData, let place = senders.firstIndex(where: { $0.rtp.ssrc == ssrc })
        else { return }
        var written: ForwardedPacket?
        try? unsafe memory.sent.withPacket(
            { space in
                written = write(&space)
                return written?.length
            },
            { (memory, count) throws(SRTPError) in try unsafe srtp.protect(memory, count: count) },
            { protected in
                guard let written else { return }
                let advancesClock = !sentTypes.contains { $0.number == written.payloadType && $0.isTelephoneEvent }
                senders[place].note(written, protected, advancesClock: advancesClock, now: now)
                output.send(protected, over: pair)
            }
        )
    }

    /// Queues a message on a channel.
    ///
    /// Without a connection, or data channels, it goes nowhere.
    ///
    /// - Throws: `SCTPError`, and then nothing has been queued.
    public func send(
        _ message: [UInt8],
        as kind: DataChannelPayload = .text,
        on channel: UInt16,
        now: Duration
    ) throws(SCTPError) {
        guard let channels, state != .ended else { return }
        try channels.send(message, as: kind, on: channel, now: now)
        flush(now: now)
    }

    /// Opens a channel, also before the connection is there; messages can be sent at once and follow.
    ///
    /// - Returns: The channel's number.
    /// - Throws: `SCTPError`, and then there is no channel: also without data channels.
    public func openChannel(_ parameters: DataChannelParameters, now: Duration) throws(SCTPError) -> UInt16 {
        guard let channels, state != .ended else { throw SCTPError(.notOpen) }
        let channel = try channels.open(parameters, now: now)
        flush(now: now)
        return channel
    }

    /// Closes a channel; what was queued is still sent.
    public func closeChannel(_ channel: UInt16, now: Duration) {
        channels?.close(channel, now: now)
        flush(now: now)
    }

    /// Stops or resumes the reading of a channel: while it is stopped the peer can send no more than the receive window.
    public func setReading(paused: Bool, channel: UInt16, now: Duration) {
        channels?.setReading(paused: paused, channel: channel)
        if !paused { flush(now: now) }
    }

    /// Asks the peer for a key frame of each source of its video.
    public func requestKeyFrame(now: Duration) {
        guard let video = session?.video, !video.remoteSSRCs.isEmpty else { return }
        sendFeedback { writer in
            for source in video.remoteSSRCs.prefix(Self.maximumSources) {
                writer.append(.pictureLoss(sender: videoSSRC, source: source))
            }
        }
    }

    /// Asks for packets of a source that are missing for a while now.
    func requestMissing(of position: Int, now: Duration) {
        let interval = senders.first?.rtp.roundTrip ?? .milliseconds(100)
        guard let request = receivers[position].makeRequest(sender: audioSSRC, now: now, interval: interval)
        else { return }
        sendFeedback { $0.append(.nack(request)) }
    }

    func resend(_ request: NACK, now: Duration) {
        guard let pair = pairForData, let place = senders.firstIndex(where: { $0.rtp.ssrc == request.source })
        else { return }
        let interval = senders[place].rtp.roundTrip ?? .milliseconds(20)
        senders[place].kept?.resend(request, now: now, interval: interval) { output.send($0, over: pair) }
    }

    func sendReport(now: Duration) {
        schedule.sent(now: now, using: &random)
        guard !senders.isEmpty else { return }
        var writer = RTCPWriter()
        writer.appendReport(of: &senders[0].rtp, on: &receivers, cname: Array(local.cname.utf8), now: now)
        for place in senders.indices.dropFirst() where senders[place].rtp.isActive {
            if let report = senders[place].rtp.makeReport(now: now) { writer.append(.senderReport(report)) }
        }
        sendRTCP(writer)
    }

    /// Sends feedback behind an empty report, as a compound packet begins with one (RFC 3550 section 6.1).
    private func sendFeedback(_ append: (inout RTCPWriter) -> Void) {
        var writer = RTCPWriter()
        writer.append(.receiverReport(ReceiverReport(ssrc: audioSSRC, reports: [])))
        append(&writer)
        sendRTCP(writer)
    }

    private func sendRTCP(_ writer: RTCPWriter) {
        guard let srtp, let pair = pairForData,
            writer.bytes.count + srtp.profile.rtcpOverhead <= PacketMemory.capacity
        else { return }
        try? unsafe memory.sent.withCopy(
            of: writer.bytes.span,
            { (memory, count) throws(SRTPError) in try unsafe srtp.protectRTCP(memory, count: count) },
            { output.send($0, over: pair) }
        )
    }
}
