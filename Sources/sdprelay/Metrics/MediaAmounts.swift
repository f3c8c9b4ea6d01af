// SPDX-License-Identifier: MIT

internal import WebRTC

/// What has gone over connections, as far as it is counted: numbers that only grow.
struct MediaAmounts: Hashable {
    /// RTP packets of the other side, and the bytes of their payloads.
    var packetsIn: UInt64 = 0
    var bytesIn: UInt64 = 0
    /// Packets of the other side that never came.
    var lostIn: UInt64 = 0
    /// RTP packets to the other side, without those sent again.
    var packetsOut: UInt64 = 0
    var bytesOut: UInt64 = 0
    /// Packets to the other side that it says never came.
    var lostOut: UInt64 = 0
    /// Packets that were sent again, as the other side missed them.
    var resent: UInt64 = 0

    /// Nothing yet.
    init() {}

    /// What a connection has counted; more duplicates than losses are no loss.
    init(_ statistics: PeerStatistics) {
        packetsIn = statistics.packetsReceived
        bytesIn = statistics.bytesReceived
        lostIn = UInt64(max(0, statistics.packetsLost))
        packetsOut = statistics.packetsSent
        bytesOut = statistics.bytesSent
        lostOut = UInt64(max(0, statistics.packetsLostByPeer))
        resent = statistics.packetsResent
    }

    mutating func add(_ other: MediaAmounts) {
        packetsIn += other.packetsIn
        bytesIn += other.bytesIn
        lostIn += other.lostIn
        packetsOut += other.packetsOut
        bytesOut += other.bytesOut
        lostOut += other.lostOut
        resent += other.resent
    }

    /// Takes each number that is higher than ours, and gives by how much.
    ///
    /// A connection's count of what was lost goes back when a late packet comes; what was counted once stays counted.
    mutating func rise(to other: MediaAmounts) -> MediaAmounts {
        func step(_ number: inout UInt64, to new: UInt64) -> UInt64 {
            guard new > number else { return 0 }
            defer { number = new }
            return new - number
        }
        var difference = MediaAmounts()
        difference.packetsIn = step(&packetsIn, to: other.packetsIn)
        difference.bytesIn = step(&bytesIn, to: other.bytesIn)
        difference.lostIn = step(&lostIn, to: other.lostIn)
        difference.packetsOut = step(&packetsOut, to: other.packetsOut)
        difference.bytesOut = step(&bytesOut, to: other.bytesOut)
        difference.lostOut = step(&lostOut, to: other.lostOut)
        difference.resent = step(&resent, to: other.resent)
        return difference
    }
}
