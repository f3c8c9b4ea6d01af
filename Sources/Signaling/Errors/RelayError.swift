// SPDX-License-Identifier: MIT

internal import JSONText

/// A failure as the caller sees it: made once where it is understood, written once at the edge.
///
/// Neither the message nor any other member may hold keys, tokens or SDP secrets.
public struct RelayError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where in the way of a request it failed.
    public enum Stage: String, Hashable, Sendable {
        /// Reading the HTTP message.
        case http
        /// Judging who may call.
        case access
        /// Understanding the request.
        case request
        /// Checking the offer.
        case offer
        /// Reading the session.
        case session
        /// Resolving the provider, model and key.
        case provider
        /// Talking to the upstream.
        case upstream
        /// Checking the answer.
        case answer
    }

    /// The row of the error table.
    public let code: ErrorCode
    /// The HTTP status; the upstream's where that is passed through.
    public var status: Int
    /// Where it failed.
    public var stage: Stage
    /// What happened, for people.
    public var message: String
    /// Which parameter is wrong.
    public var param: String?
    /// The configured provider.
    public var provider: String?
    /// Whether the same request may be sent again without making a second session.
    public var isRetryable: Bool
    /// The line of the SDP, from 1.
    public var line: Int?
    /// The upstream's status.
    public var upstreamStatus: Int?
    /// The upstream's own `type`, where its words are passed through.
    public var upstreamType: String?
    /// The upstream's own `code`, where its words are passed through.
    public var upstreamCode: String?
    /// The upstream's request id.
    public var upstreamRequestID: String?
    /// `Retry-After` in seconds, as the caller is told it.
    public var retryAfterSeconds: Int?
    /// The wait in milliseconds, at the upstream's own resolution.
    public var retryAfterMilliseconds: Int?
    /// The methods that a path takes, for `Allow`.
    public var allowedMethods: String?

    /// How long a caller should wait where the relay itself is full, in seconds.
    public static let fullRetryAfterSeconds = 1

    /// The error where the relay has no place for another exchange.
    static var overloaded: RelayError {
        var error = RelayError(.overloaded, stage: .request)
        error.setRetryAfter(seconds: fullRetryAfterSeconds)
        return error
    }

    /// The error for an id that stands for no call of the caller's, whatever the reason.
    public static var callNotFound: RelayError { RelayError(.callNotFound, stage: .request, param: "call_id") }

    /// The error for a caller that may not do this, or may not know whether it can be done.
    public static var accessDenied: RelayError { RelayError(.accessDenied, stage: .access) }

    /// Tells the caller how long to wait.
    public mutating func setRetryAfter(seconds: Int) {
        retryAfterSeconds = seconds
        retryAfterMilliseconds = seconds * 1000
    }

    /// Makes an error from a row of the table.
    public init(
        _ code: ErrorCode,
        stage: Stage,
        message: String? = nil,
        param: String? = nil,
        provider: String? = nil,
        line: Int? = nil
    ) {
        let entry = code.entry
        self.code = code
        status = entry.status
        self.stage = stage
        self.message = message ?? entry.meaning
        self.param = param
        self.provider = provider
        isRetryable = entry.isRetryable
        self.line = line
    }

    /// The code and stage; safe to log.
    public var description: String { "\(code.rawValue) at \(stage.rawValue)" }

    /// The error envelope (JSON): OpenAI's four fields, and the relay's own under `relay`.
    public func envelope(requestID: String) -> [UInt8] {
        var relay = JSONObjectWriter()
        relay.write("request_id", requestID)
        relay.write("stage", stage.rawValue)
        relay.writeIfPresent("provider", provider)
        relay.write("retryable", isRetryable)
        relay.writeIfPresent("line", line)
        relay.writeIfPresent("upstream_status", upstreamStatus)
        relay.writeIfPresent("upstream_request_id", upstreamRequestID)
        relay.writeIfPresent("retry_after_ms", retryAfterMilliseconds)
        var error = JSONObjectWriter(capacity: 512)
        error.write("message", message)
        error.write("type", upstreamType ?? code.entry.type.rawValue)
        error.write("code", upstreamCode ?? code.rawValue)
        error.writeOrNull("param", param)
        error.write("relay", raw: relay.finish())
        var envelope = JSONObjectWriter(capacity: 640)
        envelope.write("error", raw: error.finish())
        return envelope.finish()
    }
}
