// SPDX-License-Identifier: MIT

internal import RTP

/// What a peer connection has carried of one kind of media, or of all.
///
/// Bytes are those of RTP payloads. Times are nil until they have been measured.
public struct PeerStatistics: Hashable, Sendable {
    /// RTP packets sent, without those sent again.
    public var packetsSent: UInt64 = 0
    /// Bytes sent.
    public var bytesSent: UInt64 = 0
    /// RTP packets sent again, as the peer missed them.
    public var packetsResent: UInt64 = 0
    /// RTP packets received.
    public var packetsReceived: UInt64 = 0
    /// Bytes received.
    public var bytesReceived: UInt64 = 0
    /// Packets of the peer that are missing; below 0 where duplicates came.
    public var packetsLost: Int64 = 0
    /// Packets of ours that the peer says it misses.
    public var packetsLostByPeer: Int64 = 0
    /// The jitter of what is received, of the source that was heard last.
    public var jitter: Duration?
    /// The time to the peer and back, by RTCP.
    public var roundTripTime: Duration?

    /// Nothing yet.
    public init() {}
}

extension PeerConnection {
    /// What has been carried so far, of audio and video together; it goes on counting until the end and stays then.
    public var statistics: PeerStatistics {
        var result = PeerStatistics()
        for source in senders {
            result.packetsSent += source.rtp.packets
            result.bytesSent += source.rtp.bytes
            result.packetsResent += source.kept?.resentPackets ?? 0
            result.packetsLostByPeer += Int64(source.rtp.lastReport?.cumulativeLost ?? 0)
            if let time = source.rtp.roundTrip { result.roundTripTime = time }
        }
        for receiver in receivers where receiver.isValid {
            result.packetsReceived += receiver.packets
            result.bytesReceived += receiver.bytes
            result.packetsLost += receiver.cumulativeLost
            result.jitter = receiver.jitterDuration
        }
        return result
    }
}
