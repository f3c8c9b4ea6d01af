// SPDX-License-Identifier: MIT

internal import SDP
internal import Signaling
internal import Gateway

/// One line for people: `TIME STATUS METHOD ROUTE provider/model TIME-TAKEN code request-id`.
enum TextLogFormat {
    static func append(_ record: RequestRecord, time: String, to lines: inout [UInt8]) {
        var words = [time, String(record.status), JSONLogFormat.method(of: record), record.route ?? "-"]
        if let provider = record.exchange.provider {
            words.append(provider + "/" + (printable(record.exchange.model) ?? "-"))
        }
        words.append("\(JSONLogFormat.microseconds(record.total))us")
        if let code = printable(record.upstreamCode) ?? record.code { words.append(code) }
        if let name = record.exchange.accessKey { words.append("access_key=" + name) }
        if let name = record.exchange.key { words.append("key=" + name) }
        words += record.exchange.warningCodes.map { "warning=" + $0 }
        words.append(record.id)
        lines.append(contentsOf: words.joined(separator: " ").utf8)
        lines.append(0x0a)
    }

    /// Text from outside without anything that could start a line or a terminal sequence.
    private static func printable(_ text: String?) -> String? {
        guard let text = JSONLogFormat.shortened(text) else { return nil }
        return String(decoding: text.utf8.map { $0 > 0x20 && $0 < 0x7f ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
