// SPDX-License-Identifier: MIT

import Bridge
import EventLoop
import Testing
import WebRTC

@testable import sdprelay

/// What is counted of calls whose media ends in the relay.
struct MediaCountsTests {
    /// A connection whose counts a test sets.
    private final class Connection {
        var statistics = PeerStatistics()
    }

    private let totals = Locked(MediaTotals())
    private let label = MediaTotals.Call(provider: "echo", media: .loopback)

    private func counts() throws -> MediaCounts {
        MediaCounts(loop: try EventLoop(index: 0), totals: totals)
    }

    private func begin(_ counts: MediaCounts, _ connection: Connection) -> MediaCounts.CallID {
        counts.begin(provider: "echo", media: .loopback, legs: [(.client, { connection.statistics })])
    }

    private var carried: MediaAmounts {
        totals.withLock { $0 }.carried[.init(call: label, leg: .client)] ?? MediaAmounts()
    }

    @Test func countsLiveCallsAndWhyOthersEnded() throws {
        let counts = try counts()
        let calls = (0..<3).map { _ in begin(counts, Connection()) }
        #expect(totals.withLock { $0 }.live == [label: 3])
        counts.end(calls[0], reason: "closed")
        counts.end(calls[1], reason: "consent_lost")
        // Once is all.
        counts.end(calls[1], reason: "closed")
        let sum = totals.withLock { $0 }
        #expect(sum.live == [label: 1])
        #expect(sum.ended == [.init(call: label, reason: "closed"): 1, .init(call: label, reason: "consent_lost"): 1])
    }

    @Test func whatLiveCallsCarryIsAddedAsItGrows() throws {
        let counts = try counts()
        let (first, second) = (Connection(), Connection())
        let call = begin(counts, first)
        _ = begin(counts, second)
        first.statistics.packetsReceived = 10
        first.statistics.bytesReceived = 1600
        second.statistics.packetsSent = 7
        second.statistics.bytesSent = 70
        second.statistics.packetsResent = 2
        #expect(carried.packetsIn == 0)
        counts.sample()
        counts.sample()
        var expected = MediaAmounts()
        (expected.packetsIn, expected.bytesIn) = (10, 1600)
        (expected.packetsOut, expected.bytesOut, expected.resent) = (7, 70, 2)
        #expect(carried == expected)
        // What came since the last look is not lost with the call.
        first.statistics.packetsReceived = 11
        counts.end(call, reason: "closed")
        #expect(carried.packetsIn == 11)
        first.statistics.packetsReceived = 20
        counts.sample()
        #expect(carried.packetsIn == 11)
    }

    @Test func lossesThatWereNoneAreNotTakenBack() throws {
        let counts = try counts()
        let connection = Connection()
        _ = begin(counts, connection)
        for (lost, byPeer, expected) in [(-2, -1, 0), (5, 3, 5), (2, 3, 5), (5, 3, 5), (6, 4, 6)]
            as [(Int64, Int64, UInt64)]
        {
            connection.statistics.packetsLost = lost
            connection.statistics.packetsLostByPeer = byPeer
            counts.sample()
            #expect(carried.lostIn == expected)
        }
        #expect(carried.lostOut == 4)
    }

    @Test func datagramsOfNobodyAreCountedToTheEnd() throws {
        let counts = try counts()
        var dropped: UInt64 = 3
        counts.watch(droppedDatagrams: { dropped })
        counts.sample()
        #expect(totals.withLock { $0 }.droppedDatagrams == 3)
        dropped = 8
        counts.close()
        #expect(totals.withLock { $0 }.droppedDatagrams == 8)
        dropped = 9
        counts.sample()
        #expect(totals.withLock { $0 }.droppedDatagrams == 8)
    }

    @Test func isWrittenWithBoundedLabels() {
        var media = MediaTotals()
        let connection = MediaTotals.Connection(call: label, leg: .client)
        media.live[label] = 2
        media.ended[.init(call: label, reason: "closed_by_peer")] = 4
        media.carried[connection] = MediaAmounts()
        media.carried[connection]?.packetsIn = 50
        media.carried[connection]?.bytesOut = 8000
        media.carried[connection]?.lostOut = 1
        media.carried[connection]?.resent = 3
        media.droppedDatagrams = 9
        var sum = media
        sum.add(media)
        var text = PrometheusText()
        text.describe(sum)
        let lines = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        let labels = #"provider="echo",media="loopback""#
        #expect(
            lines == [
                "sdprelay_calls{\(labels)} 4",
                "sdprelay_calls_ended_total{\(labels),reason=\"closed_by_peer\"} 8",
                "sdprelay_media_packets_total{\(labels),leg=\"client\",direction=\"in\"} 100",
                "sdprelay_media_packets_total{\(labels),leg=\"client\",direction=\"out\"} 0",
                "sdprelay_media_bytes_total{\(labels),leg=\"client\",direction=\"in\"} 0",
                "sdprelay_media_bytes_total{\(labels),leg=\"client\",direction=\"out\"} 16000",
                "sdprelay_media_packets_lost_total{\(labels),leg=\"client\",direction=\"in\"} 0",
                "sdprelay_media_packets_lost_total{\(labels),leg=\"client\",direction=\"out\"} 2",
                "sdprelay_media_packets_resent_total{\(labels),leg=\"client\"} 6",
                "sdprelay_media_datagrams_dropped_total 18",
            ]
        )
    }
}
