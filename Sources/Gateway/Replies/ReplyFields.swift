// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers
internal import SDP
internal import Signaling

/// The fields of answers and errors.
enum ReplyFields {
    /// Adds what every error carries.
    static func add(_ error: RelayError, to fields: inout HTTPFields) {
        fields.append("Content-Type", "application/json")
        if let seconds = error.retryAfterSeconds { fields.append("Retry-After", seconds) }
        if let milliseconds = error.retryAfterMilliseconds { fields.append("retry-after-ms", milliseconds) }
        // SDKs send a create again on 408, 409, 429 and 5xx unless they are told not to.
        if !error.isRetryable { fields.append("x-should-retry", "false") }
        if let id = error.upstreamRequestID { fields.append("x-upstream-request-id", id) }
        if let methods = error.allowedMethods { fields.append("Allow", methods) }
        // RFC 6750 section 3.
        if error.code == .invalidAccessKey { fields.append("WWW-Authenticate", "Bearer") }
    }

    /// Adds what travels from the upstream's response to the caller's.
    static func add(upstream: FieldBlock, to fields: inout HTTPFields) {
        if let id = upstream.value(of: "x-request-id") { fields.append("x-upstream-request-id", id) }
        if let time = upstream.value(of: "openai-processing-ms") { fields.append("openai-processing-ms", time) }
        upstream.forEachField(prefix: "x-ratelimit-") { name, value in
            fields.append(upstream.bytes, name: name, value: value)
        }
    }

    /// Adds a field for each warning: `code; line=N; message`.
    static func add(warnings exchange: ExchangeRecord, to fields: inout HTTPFields) {
        for warning in exchange.warnings {
            fields.append("sdprelay-warning", "\(warning.code.rawValue); line=\(warning.line); \(warning.message)")
        }
        if exchange.droppedSession {
            fields.append(
                "sdprelay-warning",
                "session_not_carried; The provider takes no session with an offer: send session.update when connected."
            )
        }
    }
}
