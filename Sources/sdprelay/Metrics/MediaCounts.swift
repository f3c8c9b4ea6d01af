// SPDX-License-Identifier: MIT

internal import Bridge
internal import EventLoop
internal import WebRTC

/// Counts the calls of one loop whose media ends in the relay, and what they carry, while they last.
///
/// Connections count for themselves; once a ``interval`` their counts are looked at and what is new is added to totals,
/// which any thread may read. So nothing is added on the way of a packet, and a scrape never waits for a loop.
/// It is confined to its loop.
final class MediaCounts {
    /// How old what is read of a live call may be.
    static let interval = Duration.seconds(1)

    /// A call that is counted.
    struct CallID: Hashable {
        fileprivate var rawValue: Int
    }

    private struct Leg {
        let statistics: () -> PeerStatistics
        let connection: MediaTotals.Connection
        var counted = MediaAmounts()
    }

    private final class Call {
        let labels: MediaTotals.Call
        var legs: [Leg]

        init(_ labels: MediaTotals.Call, _ legs: [Leg]) {
            self.labels = labels
            self.legs = legs
        }

        /// Adds what is new to `amounts`.
        func collect(into amounts: inout [MediaTotals.Connection: MediaAmounts]) {
            for index in legs.indices {
                let news = legs[index].counted.rise(to: MediaAmounts(legs[index].statistics()))
                amounts[legs[index].connection, default: MediaAmounts()].add(news)
            }
        }
    }

    private let loop: EventLoop
    private let totals: Locked<MediaTotals>
    private var calls: [CallID: Call] = [:]
    private var lastID = 0
    private var droppedDatagrams: (() -> UInt64)?
    private var countedDrops: UInt64 = 0
    private var timer: LoopTimer?

    /// Makes counts of nothing that go into some totals.
    init(loop: EventLoop, totals: Locked<MediaTotals>) {
        self.loop = loop
        self.totals = totals
    }

    /// A call has begun.
    ///
    /// - Parameters:
    ///   - provider: Its configured name.
    ///   - media: Who is at the other end.
    ///   - legs: For each connection what it has carried so far; asked until the call has ended.
    /// - Returns: What ``end(_:reason:)`` knows it by.
    func begin(
        provider: String,
        media: CallMedia,
        legs: [(leg: CallSide, statistics: () -> PeerStatistics)]
    ) -> CallID {
        lastID += 1
        let id = CallID(rawValue: lastID)
        let labels = MediaTotals.Call(provider: provider, media: media)
        calls[id] = Call(
            labels,
            legs.map { Leg(statistics: $0.statistics, connection: .init(call: labels, leg: $0.leg)) }
        )
        totals.withLock { $0.live[labels, default: 0] += 1 }
        keepSampling()
        return id
    }

    /// A call has ended, for one of a few stable words; its connections are asked a last time.
    func end(_ id: CallID, reason: String) {
        guard let call = calls.removeValue(forKey: id) else { return }
        let labels = call.labels
        var news = MediaTotals()
        call.collect(into: &news.carried)
        news.live[labels] = -1
        news.ended[.init(call: labels, reason: reason)] = 1
        totals.withLock { [news] in $0.add(news) }
    }

    /// Counts datagrams that belong to no connection, from here on.
    func watch(droppedDatagrams: @escaping () -> UInt64) {
        self.droppedDatagrams = droppedDatagrams
        keepSampling()
    }

    /// Adds what is new to the totals.
    func sample() {
        var news = MediaTotals()
        for call in calls.values { call.collect(into: &news.carried) }
        let dropped = droppedDatagrams?() ?? countedDrops
        news.droppedDatagrams = dropped - countedDrops
        countedDrops = dropped
        totals.withLock { [news] in $0.add(news) }
    }

    /// Adds what is new, and looks no more.
    func close() {
        sample()
        timer?.disarm()
        timer = nil
        droppedDatagrams = nil
    }

    private func keepSampling() {
        guard timer == nil else { return }
        timer = LoopTimer(loop: loop) { [unowned self] in
            sample()
            timer?.arm(after: Self.interval)
        }
        timer?.arm(after: Self.interval)
    }
}
