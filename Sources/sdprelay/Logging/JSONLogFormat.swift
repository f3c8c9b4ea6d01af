// SPDX-License-Identifier: MIT

internal import SDP
internal import Signaling
internal import Gateway
internal import JSONText

/// One JSON object a line; see docs/configuration.md for the members.
enum JSONLogFormat {
    /// How much of a text that a caller or an upstream chose is logged, in characters.
    static let longestText = 128
    private static let methods: Set<String> = [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
    ]

    static func append(_ record: RequestRecord, time: String, to lines: inout [UInt8]) {
        let exchange = record.exchange
        var line = JSONObjectWriter(takingOver: &lines)
        line.write("time", time)
        line.write("request_id", record.id)
        line.write("method", method(of: record))
        line.writeIfPresent("route", record.route)
        line.write("status", record.status)
        line.writeIfPresent("code", record.code)
        line.writeIfPresent("upstream_code", shortened(record.upstreamCode))
        line.writeIfPresent("access_key", exchange.accessKey)
        if exchange.provider != nil { write(exchange, to: &line) }
        line.write("body_bytes", record.bodyBytes)
        write("parse_us", record.parse, to: &line)
        write("total_us", record.total, to: &line)
        lines = line.finish()
        lines.append(0x0a)
    }

    private static func write(_ exchange: ExchangeRecord, to line: inout JSONObjectWriter) {
        line.writeIfPresent("provider", exchange.provider)
        line.writeIfPresent("model", shortened(exchange.model))
        line.writeIfPresent("key", exchange.key)
        line.write("caller_token", exchange.usedCallerToken)
        if exchange.upstreamRequests > 1 { line.write("upstream_requests", exchange.upstreamRequests) }
        line.writeIfPresent("upstream_status", exchange.upstreamStatus)
        line.writeIfPresent("upstream_request_id", shortened(exchange.upstreamRequestID))
        line.write("offer_bytes", exchange.requestBytes)
        line.write("answer_bytes", exchange.replyBytes)
        write("check_us", exchange.check, to: &line)
        write("connect_us", exchange.upstream?.connect, to: &line)
        write("first_byte_us", exchange.upstream?.firstByte, to: &line)
        write("upstream_us", exchange.upstream?.total, to: &line)
        let warnings = exchange.warningCodes
        if !warnings.isEmpty { line.write("warnings", warnings.joined(separator: ",")) }
    }

    /// The method, if it is one that HTTP knows: any other is the caller's own text.
    static func method(of record: RequestRecord) -> String {
        methods.contains(record.method) ? record.method : "-"
    }

    static func shortened(_ text: String?) -> String? {
        guard let text, text.utf8.count > longestText else { return text }
        return String(text.prefix(longestText))
    }

    static func microseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
    }

    private static func write(_ name: StaticString, _ duration: Duration?, to line: inout JSONObjectWriter) {
        if let duration { line.write(name, microseconds(duration)) }
    }
}
