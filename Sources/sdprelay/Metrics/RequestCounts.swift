// SPDX-License-Identifier: MIT

internal import Gateway
internal import Signaling

/// What the requests of one loop have come to.
///
/// Labels are bounded: a route is a template, a provider one that is configured or was, a code one of the error table,
/// a status one that the relay or a provider answers with.
struct RequestCounts {
    struct Answer: Hashable {
        var route: String
        var status: Int
    }

    struct Exchange: Hashable {
        var provider: String
        /// The code of the error table; `ok` if there was none.
        var outcome: String
    }

    private(set) var answers: [Answer: Int] = [:]
    private(set) var durations: [String: Histogram] = [:]
    private(set) var exchanges: [Exchange: Int] = [:]
    private(set) var upstreamRequests: [String: Int] = [:]
    private(set) var upstreamConnect: [String: Histogram] = [:]
    private(set) var upstreamFirstByte: [String: Histogram] = [:]
    private(set) var upstreamTotal: [String: Histogram] = [:]
    private(set) var errors: [String: Int] = [:]

    mutating func note(_ record: RequestRecord) {
        // A path that is none of the relay's could be anything.
        let route = record.route ?? "none"
        answers[Answer(route: route, status: record.status), default: 0] += 1
        durations[route, default: Histogram()].note(record.total)
        if let code = record.code { errors[code, default: 0] += 1 }
        guard let provider = record.exchange.provider else { return }
        exchanges[Exchange(provider: provider, outcome: record.code ?? "ok"), default: 0] += 1
        upstreamRequests[provider, default: 0] += record.exchange.upstreamRequests
        guard let timings = record.exchange.upstream else { return }
        if let connect = timings.connect { upstreamConnect[provider, default: Histogram()].note(connect) }
        upstreamFirstByte[provider, default: Histogram()].note(timings.firstByte)
        upstreamTotal[provider, default: Histogram()].note(timings.total)
    }

    mutating func add(_ other: RequestCounts) {
        answers.merge(other.answers, uniquingKeysWith: +)
        exchanges.merge(other.exchanges, uniquingKeysWith: +)
        upstreamRequests.merge(other.upstreamRequests, uniquingKeysWith: +)
        errors.merge(other.errors, uniquingKeysWith: +)
        Self.merge(other.durations, into: &durations)
        Self.merge(other.upstreamConnect, into: &upstreamConnect)
        Self.merge(other.upstreamFirstByte, into: &upstreamFirstByte)
        Self.merge(other.upstreamTotal, into: &upstreamTotal)
    }

    private static func merge(_ source: [String: Histogram], into target: inout [String: Histogram]) {
        for (label, histogram) in source { target[label, default: Histogram()].add(histogram) }
    }
}
