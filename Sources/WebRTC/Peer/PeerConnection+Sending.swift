// SPDX-License-Identifier: MIT

internal import ICE
public import RTP
public import SCTP
internal import SRTP

/// What goes to the peer.
extension PeerConnection {
    /// Sends an RTP packet; one that cannot go is dropped, as networks do.
    ///
    /// - Parameters:
    ///   - packet: Unprotected, with ``localSSRC`` and a payload type of the session's.
    ///   - header: Its header.
    ///   - now: The time.
    public func sendRTP(_ packet: Span<UInt8>, _ header: RTPHeader, now: Duration) {
        guard let srtp, let pair = ice.pairForData, packet.count + srtp.profile.rtpOverhead <= Self.bufferSize else {
            return
        }
        sender.send(timestamp: header.timestamp, payloadLength: header.payload.count, now: now)
        try? unsafe buffer.withCopy(
            of: packet,
            { (memory, count) throws(SRTPError) in try unsafe srtp.protect(memory, count: count) },
            { output.send($0, over: pair) }
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

    func sendReport(now: Duration) {
        schedule.sent(now: now, using: &random)
        guard let srtp, let pair = ice.pairForData else { return }
        var writer = RTCPWriter()
        writer.appendReport(of: &sender, on: &receivers, cname: cname, now: now)
        guard writer.bytes.count + srtp.profile.rtcpOverhead <= Self.bufferSize else { return }
        try? unsafe buffer.withCopy(
            of: writer.bytes.span,
            { (memory, count) throws(SRTPError) in try unsafe srtp.protectRTCP(memory, count: count) },
            { output.send($0, over: pair) }
        )
    }
}
