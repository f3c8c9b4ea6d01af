// SPDX-License-Identifier: MIT

internal import Bridge

/// The metrics of calls whose media ends in the relay.
extension PrometheusText {
    mutating func describe(_ media: MediaTotals) {
        family("sdprelay_calls", .gauge, "Calls whose media ends in the relay.")
        for (call, count) in media.live.sorted(by: { Self.key($0.key) < Self.key($1.key) }) {
            sample("sdprelay_calls", Self.labels(call), count)
        }
        family("sdprelay_calls_ended_total", .counter, "Such calls that have ended, by why.")
        let ends = media.ended.sorted { Self.key($0.key) < Self.key($1.key) }
        for (end, count) in ends {
            sample("sdprelay_calls_ended_total", Self.labels(end.call) + [("reason", end.reason)], count)
        }
        let carried = media.carried.sorted { Self.key($0.key) < Self.key($1.key) }
        bothWays("sdprelay_media_packets_total", "RTP packets, without those sent again.", carried) {
            ($0.packetsIn, $0.packetsOut)
        }
        bothWays("sdprelay_media_bytes_total", "Bytes of the payloads of these packets.", carried) {
            ($0.bytesIn, $0.bytesOut)
        }
        bothWays("sdprelay_media_packets_lost_total", "RTP packets that never came, as the receiver counts.", carried) {
            ($0.lostIn, $0.lostOut)
        }
        family("sdprelay_media_packets_resent_total", .counter, "RTP packets sent again, as the receiver missed them.")
        for (connection, amounts) in carried {
            sample("sdprelay_media_packets_resent_total", Self.labels(connection), Int(clamping: amounts.resent))
        }
        family("sdprelay_media_datagrams_dropped_total", .counter, "Datagrams that belonged to no connection.")
        sample("sdprelay_media_datagrams_dropped_total", [], Int(clamping: media.droppedDatagrams))
    }

    private mutating func bothWays(
        _ name: String,
        _ help: String,
        _ carried: [(key: MediaTotals.Connection, value: MediaAmounts)],
        _ amounts: (MediaAmounts) -> (in: UInt64, out: UInt64)
    ) {
        family(name, .counter, help)
        for (connection, value) in carried {
            let labels = Self.labels(connection)
            sample(name, labels + [("direction", "in")], Int(clamping: amounts(value).in))
            sample(name, labels + [("direction", "out")], Int(clamping: amounts(value).out))
        }
    }

    private static func key(_ call: MediaTotals.Call) -> (String, String) { (call.provider, call.media.rawValue) }

    private static func key(_ end: MediaTotals.End) -> (String, String, String) {
        (end.call.provider, end.call.media.rawValue, end.reason)
    }

    private static func key(_ connection: MediaTotals.Connection) -> (String, String, String) {
        (connection.call.provider, connection.call.media.rawValue, connection.leg.rawValue)
    }

    private static func labels(_ call: MediaTotals.Call) -> [(String, String)] {
        [("provider", call.provider), ("media", call.media.rawValue)]
    }

    private static func labels(_ connection: MediaTotals.Connection) -> [(String, String)] {
        labels(connection.call) + [("leg", connection.leg.rawValue)]
    }
}
