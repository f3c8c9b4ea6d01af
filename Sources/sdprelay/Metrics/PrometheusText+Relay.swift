// SPDX-License-Identifier: MIT

/// The relay's metrics, in the order of their names' parts and labels, so that two scrapes can be compared line by line.
extension PrometheusText {
    mutating func describe(_ counts: RequestCounts) {
        family("sdprelay_requests_total", .counter, "Requests that were answered.")
        for (key, count) in counts.answers.sorted(by: { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) })
        {
            sample("sdprelay_requests_total", [("route", key.route), ("status", String(key.status))], count)
        }
        family("sdprelay_errors_total", .counter, "Answers that were errors, by code.")
        for (code, count) in counts.errors.sorted(by: { $0.key < $1.key }) {
            sample("sdprelay_errors_total", [("code", code)], count)
        }
        histograms(
            "sdprelay_request_duration_seconds",
            "From the end of a request's head to its answer.",
            label: "route",
            counts.durations
        )
        family("sdprelay_exchanges_total", .counter, "Exchanges with a provider, by what came of them.")
        let exchanges = counts.exchanges.sorted {
            ($0.key.provider, $0.key.outcome) < ($1.key.provider, $1.key.outcome)
        }
        for (key, count) in exchanges {
            sample("sdprelay_exchanges_total", [("provider", key.provider), ("outcome", key.outcome)], count)
        }
        family("sdprelay_upstream_requests_total", .counter, "Requests that went to a provider.")
        for (provider, count) in counts.upstreamRequests.sorted(by: { $0.key < $1.key }) {
            sample("sdprelay_upstream_requests_total", [("provider", provider)], count)
        }
        histograms(
            "sdprelay_upstream_connect_seconds",
            "Name, TCP and TLS of connections to a provider that were not open yet.",
            label: "provider",
            counts.upstreamConnect
        )
        histograms(
            "sdprelay_upstream_first_byte_seconds",
            "From the start of an exchange to the first byte of the provider's response.",
            label: "provider",
            counts.upstreamFirstByte
        )
        histograms(
            "sdprelay_upstream_duration_seconds",
            "From the start of an exchange to the last byte of the provider's response.",
            label: "provider",
            counts.upstreamTotal
        )
    }

    mutating func describe(_ gauges: RelayGauges) {
        family("sdprelay_connections", .gauge, "Open connections of clients.")
        sample("sdprelay_connections", [], gauges.connections)
        family("sdprelay_exchanges_in_flight", .gauge, "Exchanges that wait for a provider.")
        for (provider, count) in gauges.exchangesInFlight.sorted(by: { $0.provider < $1.provider }) {
            sample("sdprelay_exchanges_in_flight", [("provider", provider)], count)
        }
        family("sdprelay_draining", .gauge, "1 while the relay takes no new calls.")
        sample("sdprelay_draining", [], gauges.isDraining ? 1 : 0)
    }

    private mutating func histograms(
        _ name: String,
        _ help: String,
        label: String,
        _ histograms: [String: Histogram]
    ) {
        family(name, .histogram, help)
        for (value, histogram) in histograms.sorted(by: { $0.key < $1.key }) {
            self.histogram(name, [(label, value)], histogram)
        }
    }
}
