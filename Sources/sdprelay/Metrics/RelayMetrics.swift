// SPDX-License-Identifier: MIT

internal import EventLoop
internal import Gateway

/// What all loops count, each in a part of its own.
final class RelayMetrics: Sendable {
    private let parts: [Locked<RequestCounts>]
    private let media: [Locked<MediaTotals>]
    private let startedAt: Int64

    /// Makes metrics of nothing; `startedAt` is in seconds since 1970.
    init(loops: Int, startedAt: Int64) {
        parts = (0..<loops).map { _ in Locked(RequestCounts()) }
        media = (0..<loops).map { _ in Locked(MediaTotals()) }
        self.startedAt = startedAt
    }

    /// The log of a loop, which counts what it is told and passes it on.
    func log(of loop: Int, before next: any RequestLog) -> any RequestLog {
        CountingLog(counts: parts[loop], next: next)
    }

    /// Where the calls of a loop are counted.
    func media(of loop: Int) -> Locked<MediaTotals> { media[loop] }

    /// All of it in Prometheus' text format, version 0.0.4.
    func text(_ gauges: RelayGauges) -> [UInt8] {
        var sum = RequestCounts()
        for part in parts {
            // Copied, so that the loop waits for no more than that.
            sum.add(part.withLock { $0 })
        }
        var calls = MediaTotals()
        for part in media { calls.add(part.withLock { $0 }) }
        var text = PrometheusText()
        text.describe(sum)
        text.describe(calls)
        text.describe(gauges)
        text.family("process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.")
        text.sample("process_start_time_seconds", [], Int(startedAt))
        text.family("sdprelay_build_info", .gauge, "1, with the version as a label.")
        text.sample("sdprelay_build_info", [("version", Version.text)], 1)
        return text.bytes
    }
}

/// What is so at the moment.
struct RelayGauges {
    var connections: Int
    var exchangesInFlight: [(provider: String, count: Int)]
    var isDraining: Bool
}

/// Counts requests on their way to the log.
private final class CountingLog: RequestLog {
    private let counts: Locked<RequestCounts>
    private let next: any RequestLog

    init(counts: Locked<RequestCounts>, next: any RequestLog) {
        self.counts = counts
        self.next = next
    }

    func write(_ record: RequestRecord) {
        counts.withLock { $0.note(record) }
        next.write(record)
    }
}
